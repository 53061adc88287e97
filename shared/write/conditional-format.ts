import { type EncodedRow, LOAD_MARK_ATTRIBUTE, LOAD_MARK_BYTES_MAX } from '../row/encoded-row.ts'
import type { RowWrite } from './compile-write.ts'
import { markWriter } from './load-mark.ts'
import type { RequestFormat } from './request-format.ts'

/** JSON has at most so many bytes for one that DynamoDB counts in a mark: `{"N":"1"},` for 3, in a list of records. */
const JSON_BYTES_FOR_ONE = 4
const RECORD_DIGITS_MAX = String(Number.MAX_SAFE_INTEGER).length

export interface ConditionalFormatDeps {
  readonly tableName: string
  readonly partition: string
  readonly write: Exclude<RowWrite, { kind: 'put' }>
  readonly versionId: string
  /** An earlier attempt may have read the file by other rules: the row that it made of the same record is replaced. */
  readonly replacesOwn: boolean
  /** Records of this key that the load had accepted before, since the last checkpoint. */
  readonly earlierOf: (row: EncodedRow) => readonly number[]
}

/** PutItem of one row, with the load's mark, where the row may stand. */
export function conditionalFormat(deps: ConditionalFormatDeps): RequestFormat {
  const { write, versionId, replacesOwn, earlierOf } = deps
  const { before, behindRecord, behindBy } = fixedParts(deps)
  const mark = markWriter(versionId)
  const fixedBytes = before.length + RECORD_DIGITS_MAX + behindRecord.length + behindBy.length + 1

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
      if (replacesOwn) {
        end += buffer.write(String(row.record), end, 'latin1')
        end += behindRecord.copy(buffer, end)
      }
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

/** Item comes last, so that all before it is the same for every row but the record and the value of `by`. */
function fixedParts({ tableName, partition, write, versionId, replacesOwn }: ConditionalFormatDeps) {
  const { condition, names } = conditionOf(write, partition)
  const fields = {
    TableName: tableName,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ConditionExpression: replacesOwn ? `${condition} OR (#load.#v = :v AND #load.#r = :r)` : condition,
    ExpressionAttributeNames: replacesOwn
      ? { ...names, '#load': LOAD_MARK_ATTRIBUTE, '#v': 'v', '#r': 'r' }
      : names,
  }
  const open = JSON.stringify(fields).slice(0, -1)
  const values = ',"ExpressionAttributeValues":{'
  const own = `":v":{"S":${JSON.stringify(versionId)}},":r":{"N":"`
  const item = ',"Item":'
  const [before, behindRecord, behindBy] =
    write.kind === 'insert'
      ? [replacesOwn ? open + values + own : open + item, `"}}${item}`, '']
      : [open + values + (replacesOwn ? own : '":by":'), '"},":by":', `}${item}`]
  return {
    before: Buffer.from(before),
    behindRecord: Buffer.from(behindRecord),
    behindBy: Buffer.from(behindBy),
  }
}

function conditionOf(
  write: ConditionalFormatDeps['write'],
  partition: string,
): { readonly condition: string; readonly names: Readonly<Record<string, string>> } {
  if (write.kind === 'insert') return { condition: 'attribute_not_exists(#pk)', names: { '#pk': partition } }
  // No item has no mark either, and one that was inserted has a mark without a moment.
  if (write.timestamp)
    return {
      condition: 'attribute_not_exists(#load.#by) OR #load.#by < :by',
      names: { '#load': LOAD_MARK_ATTRIBUTE, '#by': 'by' },
    }
  return {
    condition: 'attribute_not_exists(#pk) OR #by < :by',
    names: { '#pk': partition, '#by': write.by },
  }
}
