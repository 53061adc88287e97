import type { Dataset } from '../dataset/dataset.ts'

/** How a dataset's rows are written. */
export type RowWrite =
  | { readonly kind: 'put' }
  | { readonly kind: 'insert' }
  /** A timestamp is stored as it was written, so it is compared by a number in the load's mark. */
  | { readonly kind: 'newest'; readonly by: string; readonly timestamp: boolean }

export function compileWrite({ write, columns }: Pick<Dataset, 'write' | 'columns'>): RowWrite {
  if (write.kind !== 'newest') return write
  const column = columns.find(({ name }) => name === write.by)
  if (!column) throw new RangeError(`Rows cannot be compared by ${write.by}: the dataset has no such column`)
  return { kind: 'newest', by: write.by, timestamp: column.type === 'timestamp' }
}
