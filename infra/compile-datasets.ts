import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../shared/dataset/dataset.ts'
import { datasetsHash } from '../shared/dataset/datasets-hash.ts'
import { parseDatasets } from '../shared/dataset/parse-datasets.ts'
import { type TableKeys, tableKeys } from '../shared/dataset/table-keys.ts'

interface CompiledDatasets {
  /** As the image carries them. */
  readonly compiled: readonly Dataset[]
  /** With the keys of their tables. */
  readonly datasets: readonly (Dataset & { readonly keys: TableKeys })[]
  readonly hash: string
}

/** The datasets of a folder as image and template carry them, or everything that is wrong in all of its files. */
export function compileDatasets(folder: string): CompiledDatasets | { readonly faults: readonly string[] } {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
  const result = parseDatasets(files)
  if ('faults' in result)
    return { faults: result.faults.map(({ file, line, message }) => `${file}:${line}: ${message}`) }
  return {
    compiled: result.datasets,
    datasets: result.datasets.map((dataset) => ({ ...dataset, keys: tableKeys(dataset) })),
    hash: datasetsHash(result.datasets),
  }
}
