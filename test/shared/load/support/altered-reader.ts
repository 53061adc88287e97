import { createRowReader } from '../../../../shared/row/create-row-reader.ts'
import type { RowReader } from '../../../../shared/row/row-reader.ts'

/** Readers that answer `next` in a way of their own. */
export function alteredReader(next: (reader: RowReader) => ReturnType<RowReader['next']>) {
  return (options: Parameters<typeof createRowReader>[0]): RowReader => {
    const reader = createRowReader(options)
    return {
      row: reader.row,
      get reject() {
        return reader.reject
      },
      push: reader.push,
      end: reader.end,
      next: () => next(reader),
      position: reader.position,
    }
  }
}
