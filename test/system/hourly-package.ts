import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../../shared/dataset/dataset.ts'
import { datasetsHash } from '../../shared/dataset/datasets-hash.ts'
import { readCompiledDatasets } from '../../shared/dataset/read-compiled-datasets.ts'

const TEMPLATE = 'cloudformation-template-update-stack.json'

/** Makes datasets of a package wait for the hour. */
export function makeHourly(folder: string, names: readonly string[]): void {
  changeDatasets(folder, (dataset) =>
    names.includes(dataset.name) ? { ...dataset, when: 'hourly' } : dataset,
  )
}

/** Changes datasets of a package, in the image and in the template's hash alike. */
export function changeDatasets(folder: string, change: (dataset: Dataset) => Dataset): void {
  const file = join(folder, 'image', 'datasets.json')
  const before = readCompiledDatasets(JSON.parse(readFileSync(file, 'utf8')))
  const after = before.map(change)
  writeFileSync(file, JSON.stringify(after))
  const template = join(folder, TEMPLATE)
  const text = readFileSync(template, 'utf8')
  writeFileSync(template, text.replaceAll(datasetsHash(before), datasetsHash(after)))
}
