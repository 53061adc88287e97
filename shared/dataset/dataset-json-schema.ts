import * as z from 'zod'
import { datasetFileSchema } from './dataset-file.ts'

/** JSON Schema of a dataset file, by which editors complete and check it. */
export function datasetJsonSchema(): object {
  return { ...z.toJSONSchema(datasetFileSchema, { io: 'input' }), title: 'Stevedore dataset' }
}
