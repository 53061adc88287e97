import { type EncodedRow, LOAD_MARK_ATTRIBUTE, LOAD_MARK_BYTES_MAX } from '../row/encoded-row.ts'
import type { RowWrite } from './compile-write.ts'
import { markWriter } from './load-mark.ts'
import type { RequestFormat } from './request-format.ts'

/** JSON has at most so many bytes for one that DynamoDB counts in a mark: `{"N":"1"},` for 3, in a list of records. */
const JSON_BYTES_FOR_ONE = 4

export interface ConditionalFormatDeps {
  readonly tableName: string
  readonly partition: string
  readonly write: Exclude<RowWrite, { kind: 'put' }>
  readonly versionId: string
  /** Records of this key that the load had accepted before, since the last checkpoint. */
  readonly earlierOf: (row: EncodedRow) => readonly number[]
}

/** PutItem of one row, with the load's mark, where the row may stand. */
export function conditionalFormat(deps: ConditionalFormatDeps): RequestFormat {
  const { write, versionId, earlierOf } = deps
  const { before, behindBy } = fixedParts(deps)
  const mark = markWriter(versionId)
  const fixedBytes = before.length + behindBy.length + 1

  return {
    action: 'PutItem',
    rowsMax: 1,
    opening: Buffer.alloc(0),
    closing: Buffer.alloc(0),
    itemOffset: 0,
    fragmentBytesMax: (row) =>
      fixedBytes +
      (row.end - row.start) +
      (row.byEnd - row.byStart) +
      LOAD_MARK_BYTES_MAX * JSON_BYTES_FOR_ONE,
    writeFragment: (row, buffer, at) => {
      let end = at + before.copy(buffer, at)
      if (write.kind === 'newest') {
        end += row.bytes.copy(buffer, end, row.byStart, row.byEnd)
        end += behindBy.copy(buffer, end)
      }
      const item = row.bytes.copy(buffer, end, row.start, row.end - 1)
      const by =
        write.kind === 'newest' && write.timestamp ? row.bytes.toString('latin1', row.byStart, row.byEnd) : ''
      end += item
      end += buffer.write(`${mark(row.record, by, earlierOf(row))}}`, end)
      return end
    },
  }
}

/** Item comes last, so that all before it is the same for every row but the value of `by`. */
function fixedParts({ tableName, partition, write }: ConditionalFormatDeps) {
  const fields = {
    TableName: tableName,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ...conditionOf(write, partition),
  }
  const open = JSON.stringify(fields).slice(0, -1)
  const item = ',"Item":'
  return write.kind === 'insert'
    ? { before: Buffer.from(open + item), behindBy: Buffer.alloc(0) }
    : {
        before: Buffer.from(`${open},"ExpressionAttributeValues":{":by":`),
        behindBy: Buffer.from(`}${item}`),
      }
}

function conditionOf(write: ConditionalFormatDeps['write'], partition: string) {
  if (write.kind === 'insert')
    return {
      ConditionExpression: 'attribute_not_exists(#pk)',
      ExpressionAttributeNames: { '#pk': partition },
    }
  // No item has no mark either, and one that was inserted has a mark without a moment.
  if (write.timestamp)
    return {
      ConditionExpression: 'attribute_not_exists(#load.#by) OR #load.#by < :by',
      ExpressionAttributeNames: { '#load': LOAD_MARK_ATTRIBUTE, '#by': 'by' },
    }
  return {
    ConditionExpression: 'attribute_not_exists(#pk) OR #by < :by',
    ExpressionAttributeNames: { '#pk': partition, '#by': write.by },
  }
}
