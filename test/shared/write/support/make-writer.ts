import { createLog } from '../../../../shared/platform/log.ts'
import type { EncodedRow } from '../../../../shared/row/encoded-row.ts'
import type { Item } from '../../../../shared/row/row.ts'
import type { RowWrite } from '../../../../shared/write/compile-write.ts'
import { createRowWriter, type RowWriter } from '../../../../shared/write/create-row-writer.ts'
import { createSpareSlots, type SpareSlots } from '../../../../shared/write/spare-slots.ts'
import type { RowAction, RowsAnswer, Tables } from '../../../../shared/write/tables.ts'
import { createTestClock, type TestClock } from '../../load/support/test-clock.ts'

export interface Lane {
  readonly name: 'fast' | 'slow'
  readonly action: RowAction
}

/** A writer over lanes that are given the items of each request. */
export function makeWriter(
  answer: (items: readonly Item[], lane: Lane, body: Buffer) => Promise<RowsAnswer>,
  {
    check = () => undefined,
    write = { kind: 'put' },
    clock = createTestClock(),
    versionId = 'v1',
    sort = false,
    random = () => 0.5,
    spareSlots = createSpareSlots(),
    table = 'things',
  }: {
    check?: () => void
    write?: RowWrite
    clock?: TestClock
    versionId?: string
    sort?: boolean
    random?: () => number
    spareSlots?: SpareSlots
    table?: string
  } = {},
) {
  const lines: string[] = []
  const stop = new AbortController()
  const lane = (name: Lane['name']) => (action: RowAction, body: Buffer) =>
    answer(itemsOf(action, body), { name, action }, body)
  const tables: Tables = { fast: lane('fast'), slow: lane('slow') }
  const writer = createRowWriter({
    tables,
    table: {
      name: table,
      partition: { attribute: 'id', type: 'S' },
      ...(sort ? { sort: { attribute: 'at', type: 'S' } } : {}),
    },
    write,
    spareSlots,
    versionId,
    check,
    clock,
    random,
    signal: stop.signal,
    log: createLog('load-object', (line) => lines.push(line), clock.now),
    subject: 's3://landing/things.csv',
  })
  return { writer, clock, stop, lines }
}

export async function addAll(writer: RowWriter, rows: Iterable<EncodedRow>): Promise<void> {
  for (const row of rows) {
    const room = writer.add(row)
    // Whoever reads on overwrites the row.
    row.bytes.fill('z')
    await room
  }
}

export const written: RowsAnswer = { kind: 'written' }
export const throttled: RowsAnswer = { kind: 'throttled', reason: 'table', error: new Error('slow down') }

function itemsOf(action: RowAction, body: Buffer): readonly Item[] {
  const request = JSON.parse(body.toString())
  if (action === 'PutItem') return [request.Item]
  const [requests] = Object.values<{ PutRequest: { Item: Item } }[]>(request.RequestItems)
  return (requests ?? []).map(({ PutRequest }) => PutRequest.Item)
}
