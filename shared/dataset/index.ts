/** What packaging needs. Workers import the single files, so that no YAML parser comes into their bundle. */
export type { Dataset } from './dataset.ts'
export { datasetsHash } from './datasets-hash.ts'
export { parseDatasets } from './parse-datasets.ts'
export { type TableKeys, tableKeys } from './table-keys.ts'
