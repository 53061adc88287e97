import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../../shared/dataset/dataset.ts'
import { parseDatasets } from '../../shared/dataset/parse-datasets.ts'
import { StevedoreError } from '../../shared/platform/error.ts'

/** The dataset of this name, from its file in the folder. Throws `config.invalid` with the remedy. */
export function findDataset(folder: string, name: string): Dataset {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => file.slice(0, -'.yml'.length))
    .sort()
  if (!names.includes(name))
    throw new StevedoreError(
      'config.invalid',
      `There is no dataset ${JSON.stringify(name)}: datasets/ has ${names.join(', ')}`,
    )
  const file = `datasets/${name}.yml`
  const result = parseDatasets([{ file, text: readFileSync(join(folder, `${name}.yml`), 'utf8') }])
  const [dataset] = 'datasets' in result ? result.datasets : []
  if (dataset) return dataset
  const faults = 'faults' in result ? result.faults : []
  throw new StevedoreError(
    'config.invalid',
    ['The dataset cannot be used:', ...faults.map(({ line, message }) => `${file}:${line}: ${message}`)].join(
      '\n',
    ),
  )
}
