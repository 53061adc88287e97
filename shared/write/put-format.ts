import { BATCH_ROWS_MAX } from './limits.ts'
import type { RequestFormat } from './request-format.ts'

const BEFORE_ITEM = Buffer.from('{"PutRequest":{"Item":')
const BEFORE_BYTES = BEFORE_ITEM.length
const BRACE = 0x7d

/** BatchWriteItem: up to 25 rows of different keys, without a condition. */
export function putFormat(tableName: string): RequestFormat {
  return {
    action: 'BatchWriteItem',
    rowsMax: BATCH_ROWS_MAX,
    opening: Buffer.from(`{"RequestItems":{${JSON.stringify(tableName)}:[`),
    closing: Buffer.from(']}}'),
    itemOffset: BEFORE_BYTES,
    fragmentBytesMax: (row) => BEFORE_BYTES + (row.end - row.start) + 2,
    writeFragment: (row, buffer, at) => {
      // For so few bytes a loop is quicker than a call that leaves JavaScript.
      for (let place = 0; place < BEFORE_BYTES; place++) buffer[at + place] = BEFORE_ITEM[place] as number
      const item = at + BEFORE_BYTES
      row.bytes.copy(buffer, item, row.start, row.end)
      const end = item + (row.end - row.start)
      buffer[end] = BRACE
      buffer[end + 1] = BRACE
      return end + 2
    },
  }
}
