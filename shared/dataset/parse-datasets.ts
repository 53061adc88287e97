import { compileDataset } from './compile-dataset.ts'
import type { Dataset } from './dataset.ts'
import type { DatasetFault } from './dataset-fault.ts'
import { findClashes } from './find-clashes.ts'
import { readYaml, type YamlSource } from './yaml-source.ts'

export interface DatasetText {
  /** Path of the file; its last part, less `.yml`, is the dataset's name. */
  readonly file: string
  readonly text: string
}

export interface ParsedDataset extends DatasetText {
  readonly source: YamlSource
  readonly dataset: Dataset
}

/** Compiles dataset files, in their order, or tells every fault of every file. */
export function parseDatasets(
  files: readonly DatasetText[],
): { readonly datasets: readonly Dataset[] } | { readonly faults: readonly DatasetFault[] } {
  const faults: DatasetFault[] = []
  const parsed = files.flatMap((file) => parseDataset(file, faults) ?? [])
  faults.push(...findClashes(parsed))
  return faults.length > 0 ? { faults } : { datasets: parsed.map(({ dataset }) => dataset) }
}

function parseDataset(file: DatasetText, faults: DatasetFault[]): ParsedDataset | undefined {
  const source = readYaml(file.text)
  const found = source.faults.map((fault) => ({ file: file.file, ...fault }))
  const dataset =
    source.value === undefined
      ? undefined
      : compileDataset(source.value, nameOf(file.file), (path, message) => {
          found.push({ file: file.file, line: source.lineOf(path), message })
        })
  faults.push(...found.toSorted((a, b) => a.line - b.line))
  return dataset && found.length === 0 ? { ...file, source, dataset } : undefined
}

function nameOf(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
  return base.replace(/\.ya?ml$/, '')
}
