import * as z from 'zod'
import { StevedoreError } from '../platform/error.ts'
import { compiledDatasetSchema, type Dataset } from './dataset.ts'

/** Checks the datasets that the package step wrote. Throws `config.invalid` when they are of another shape. */
export function readCompiledDatasets(json: unknown): Dataset[] {
  const result = z.array(compiledDatasetSchema).safeParse(json)
  if (result.success) return result.data
  throw new StevedoreError(
    'config.invalid',
    `The compiled datasets are not of this version's shape: ${z.prettifyError(result.error)}. Package the application again`,
  )
}
