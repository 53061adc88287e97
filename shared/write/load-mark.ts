import { LOAD_MARK_ATTRIBUTE } from '../row/encoded-row.ts'
import type { AttributeValue, Item } from '../row/row.ts'

/** More would not fit into LOAD_MARK_BYTES_MAX beside a version id of 1,024 bytes: each record counts for up to 11. */
const EARLIER_RECORDS_MAX = 40

/** What a conditional write stores beside its row, by which a load knows its own rows again. */
export interface LoadMark {
  readonly versionId: string
  /** The record that stands there, and earlier ones of this load that stood there before it. */
  readonly records: readonly number[]
}

/** `_load` as `v` version, `r` record, `a` accepted before it. Undefined where no load left one. */
export function readLoadMark(item: Item): LoadMark | undefined {
  const mark = item[LOAD_MARK_ATTRIBUTE]
  if (!mark || !('M' in mark)) return undefined
  const { v, r, a } = mark.M
  const record = numberOf(r)
  if (!v || !('S' in v) || record === undefined) return undefined
  const earlier = a && 'L' in a ? a.L.map(numberOf) : []
  return { versionId: v.S, records: [record, ...earlier.filter((number) => number !== undefined)] }
}

/** The end of an item with a mark, in place of the item's own `}`. `by` is a timestamp's number. */
export function markWriter(
  versionId: string,
): (record: number, by: string, earlier: readonly number[]) => string {
  const before = `,${JSON.stringify(LOAD_MARK_ATTRIBUTE)}:{"M":{"v":{"S":${JSON.stringify(versionId)}},"r":{"N":"`
  return (record, by, earlier) => {
    if (earlier.length > EARLIER_RECORDS_MAX)
      throw new Error(
        `The mark of record ${record} cannot hold ${earlier.length} records: a checkpoint is overdue. This is a bug: please report it`,
      )
    const number = by === '' ? '' : `,"by":${by}`
    const list = earlier.length === 0 ? '' : `,"a":{"L":[${earlier.map(asNumber).join(',')}]}`
    return `${before}${record}"}${number}${list}}}}`
  }
}

function asNumber(record: number): string {
  return `{"N":"${record}"}`
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  return value && 'N' in value ? Number(value.N) : undefined
}
