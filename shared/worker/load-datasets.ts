import { readFileSync } from 'node:fs'
import type { Dataset } from '../dataset/dataset.ts'
import { datasetsHash } from '../dataset/datasets-hash.ts'
import { readCompiledDatasets } from '../dataset/read-compiled-datasets.ts'
import { StevedoreError } from '../platform/error.ts'

/** The datasets in the image. Throws `config.invalid` when they are not the ones that the template was made with. */
export function loadDatasets(env: {
  readonly DATASETS_FILE: string
  readonly DATASETS_HASH: string
}): readonly Dataset[] {
  const datasets = readCompiledDatasets(readJson(env.DATASETS_FILE))
  const hash = datasetsHash(datasets)
  if (hash === env.DATASETS_HASH) return datasets
  throw new StevedoreError(
    'config.invalid',
    `The datasets in the image are not those of the template: DATASETS_HASH is ${env.DATASETS_HASH}, theirs is ${hash}. Package the image and deploy again, both from one state of the code`,
  )
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new StevedoreError('config.invalid', `DATASETS_FILE ${file} cannot be read: ${String(cause)}`, {
      cause,
    })
  }
}
