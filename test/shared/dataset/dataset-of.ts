import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { parseDatasets } from '../../../shared/dataset/parse-datasets.ts'

/** The dataset that a file `sample.yml` with these lines describes; name, match and format may be left out. */
export function datasetOf(lines: string): Dataset {
  const given = new Set(lines.match(/^\w+/gm))
  const head = { name: 'sample', match: 'in/**', format: 'csv' }
  const missing = Object.entries(head).filter(([field]) => !given.has(field))
  const text = [...missing.map(([field, value]) => `${field}: ${value}`), lines].join('\n')
  const parsed = parseDatasets([{ file: 'datasets/sample.yml', text }])
  if ('faults' in parsed) throw new Error(parsed.faults.map(({ message }) => message).join('\n'))
  return parsed.datasets[0] as Dataset
}
