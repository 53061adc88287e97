import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { datasetsHash } from '../../shared/dataset/datasets-hash.ts'
import { readCompiledDatasets } from '../../shared/dataset/read-compiled-datasets.ts'

const TEMPLATE = 'cloudformation-template-update-stack.json'

/** Makes datasets of a package wait for the hour, in the image and in the template's hash alike. */
export function makeHourly(folder: string, names: readonly string[]): void {
  const file = join(folder, 'image', 'datasets.json')
  const before = readCompiledDatasets(JSON.parse(readFileSync(file, 'utf8')))
  const after = before.map((dataset) =>
    names.includes(dataset.name) ? { ...dataset, when: 'hourly' as const } : dataset,
  )
  writeFileSync(file, JSON.stringify(after))
  const template = join(folder, TEMPLATE)
  const text = readFileSync(template, 'utf8')
  writeFileSync(template, text.replaceAll(datasetsHash(before), datasetsHash(after)))
}
