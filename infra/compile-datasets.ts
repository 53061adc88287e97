import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../shared/dataset/dataset.ts'
import { datasetsHash } from '../shared/dataset/datasets-hash.ts'
import { parseDatasets } from '../shared/dataset/parse-datasets.ts'
import { type TableKeys, tableKeys } from '../shared/dataset/table-keys.ts'

/** Ends that were meant as `.yml`. Left out without a word, the dataset would have no table, and its files be ignored. */
const MISNAMED = /\.ya?ml(\.txt)?$/i

interface CompiledDatasets {
  /** As the image carries them. */
  readonly compiled: readonly Dataset[]
  /** With the keys of their tables. */
  readonly datasets: readonly (Dataset & { readonly keys: TableKeys })[]
  readonly hash: string
}

/** The datasets of a folder as image and template carry them, or everything that is wrong in all of its files. */
export function compileDatasets(folder: string): CompiledDatasets | { readonly faults: readonly string[] } {
  const names = readdirSync(folder).sort()
  const files = names
    .filter((name) => name.endsWith('.yml'))
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
  const misnamed = names
    .filter((name) => !name.endsWith('.yml') && MISNAMED.test(name))
    .map((name) => faultOfName(folder, name))
  const result = parseDatasets(files)
  const told = 'faults' in result ? result.faults : []
  if (files.length === 0)
    misnamed.push(`${folder}: there is no dataset file: write one, as docs/datasets.md says`)
  const faults = [...misnamed, ...told.map(({ file, line, message }) => `${file}:${line}: ${message}`)]
  if ('faults' in result || faults.length > 0) return { faults }
  return {
    compiled: result.datasets,
    datasets: result.datasets.map((dataset) => ({ ...dataset, keys: tableKeys(dataset) })),
    hash: datasetsHash(result.datasets),
  }
}

function faultOfName(folder: string, name: string): string {
  const right = name.replace(MISNAMED, '.yml')
  return `${join(folder, name)}:1: the names of dataset files end in .yml: call it ${right}`
}
