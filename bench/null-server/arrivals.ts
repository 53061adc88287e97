import { crc32 } from 'node:zlib'
import { type OrderItem, orderItem } from '../input/order-lines.ts'
import { isBad, type OrderStyle, orderCells, orderNumber } from '../input/orders.ts'

/** What arrived. The checksum is the sum of the items' CRC-32: it does not depend on their order. */
export interface ArrivalCounts {
  readonly items: number
  readonly bytes: number
  readonly checksum: number
}

export interface Arrivals {
  readonly counts: ArrivalCounts
  /** The body of a BatchWriteItem. */
  batch(body: Buffer): void
  /** The body of a PutItem. */
  put(body: Buffer): void
  /** What a full check found wrong, in its own words; at most a few. */
  faults(): readonly string[]
}

/** Rows that must arrive, each once. */
export interface ExpectedRows {
  readonly from: number
  readonly rows: number
  readonly style: OrderStyle
}

const ITEM_HEAD = Buffer.from('{"PutRequest":{"Item":')
const BETWEEN_ITEMS = '}},'
const BATCH_TAIL = '}}]}}'
const FAULTS_MAX = 5

/** With rows to expect, each item is parsed and compared with the row that it must be. */
export function createArrivals(expected: ExpectedRows | undefined): Arrivals {
  const counts = { items: 0, bytes: 0, checksum: 0 }
  const faults: string[] = []
  const seen = new Uint8Array(expected?.rows ?? 0)

  return {
    counts,
    batch(body) {
      if (body.toString('latin1', body.length - BATCH_TAIL.length) !== BATCH_TAIL)
        throw new Error(`The body of a BatchWriteItem ends in ${body.toString('latin1', body.length - 20)}`)
      let start = body.indexOf(ITEM_HEAD)
      while (start >= 0) {
        const next = body.indexOf(ITEM_HEAD, start + ITEM_HEAD.length)
        const end = next < 0 ? body.length - BATCH_TAIL.length : next - BETWEEN_ITEMS.length
        take(body.subarray(start + ITEM_HEAD.length, end))
        start = next
      }
      if (expected) for (const item of batchItems(body)) check(item, expected)
    },
    put(body) {
      take(body)
      if (expected) check((JSON.parse(body.toString()) as { Item: OrderItem }).Item, expected)
    },
    faults: () => [...faults, ...missing()],
  }

  function take(bytes: Buffer): void {
    counts.items += 1
    counts.bytes += bytes.length
    counts.checksum = (counts.checksum + crc32(bytes)) >>> 0
  }

  function check(item: OrderItem, { from, rows, style }: ExpectedRows): void {
    const number = orderNumber(item.id?.S ?? '')
    const place = number - from
    if (!(place >= 0 && place < rows)) fault(`an item that is in no row: ${JSON.stringify(item)}`)
    else if (isBad(number)) fault(`row ${number}, which breaks a rule`)
    else if (seen[place]) fault(`row ${number} a second time`)
    else compare(number, item, orderItem(orderCells(number, style)))
    seen[place] = 1
  }

  function compare(number: number, item: OrderItem, must: OrderItem): void {
    if (!isSame(item, must)) fault(`row ${number} as ${JSON.stringify(item)}, not as ${JSON.stringify(must)}`)
  }

  function missing(): string[] {
    if (!expected) return []
    const { from } = expected
    const lost = seen.findIndex((times, place) => times === 0 && !isBad(from + place))
    return lost < 0 ? [] : [`no row ${from + lost}`]
  }

  function fault(text: string): void {
    if (faults.length < FAULTS_MAX) faults.push(text)
  }
}

function batchItems(body: Buffer): OrderItem[] {
  const { RequestItems } = JSON.parse(body.toString()) as {
    RequestItems: Record<string, { PutRequest: { Item: OrderItem } }[]>
  }
  return Object.values(RequestItems).flatMap((requests) => requests.map(({ PutRequest }) => PutRequest.Item))
}

/** What a conditional write adds of its own begins with an underscore. */
function isSame(item: OrderItem, must: OrderItem): boolean {
  const names = Object.keys(item).filter((name) => !name.startsWith('_'))
  if (names.length !== Object.keys(must).length) return false
  return names.every((name) => {
    const [is, mustBe] = [item[name], must[name]]
    return is?.S === mustBe?.S && is?.N === mustBe?.N && is?.BOOL === mustBe?.BOOL
  })
}
