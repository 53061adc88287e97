import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Dataset,
  datasetsHash,
  parseDatasets,
  type TableKeys,
  tableKeys,
} from '../shared/dataset/index.ts'

/** The datasets of a folder as the image and the template carry them. Throws one error that tells every fault of every file. */
export function compileDatasets(folder: string): {
  datasets: readonly (Dataset & { readonly keys: TableKeys })[]
  compiled: readonly Dataset[]
  hash: string
} {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
  const result = parseDatasets(files)
  if ('faults' in result) {
    const lines = result.faults.map(({ file, line, message }) => `${file}:${line}: ${message}`)
    throw new Error(`The datasets cannot be used:\n${lines.join('\n')}`)
  }
  return {
    datasets: result.datasets.map((dataset) => ({ ...dataset, keys: tableKeys(dataset) })),
    compiled: result.datasets,
    hash: datasetsHash(result.datasets),
  }
}
