import { expect, test } from 'vitest'
import { SPARE_SLOTS_MAX } from '../../../shared/write/limits.ts'
import { putFormat } from '../../../shared/write/put-format.ts'
import { makeSlot } from '../../../shared/write/request-slot.ts'
import { createSpareSlots } from '../../../shared/write/spare-slots.ts'
import type { RowsAnswer } from '../../../shared/write/tables.ts'
import { createTestClock } from '../load/support/test-clock.ts'
import { distinct, encode } from './support/encode.ts'
import { addAll, makeWriter, throttled, written } from './support/make-writer.ts'

const WRITES = [{ kind: 'put' }, { kind: 'insert' }] as const

test('loads of other tables and ways of writing share slots, and each request is of one of them', async () => {
  const clock = createTestClock()
  const spareSlots = createSpareSlots()
  const sent: { table: string; want: string; bytes: string }[] = []

  const loads = Array.from({ length: 12 }, async (_, place) => {
    const write = WRITES[place % 2] as (typeof WRITES)[number]
    const table = `table-${place % 3}`
    let tries = 0
    const { writer } = makeWriter(
      async (items, _lane, body): Promise<RowsAnswer> => {
        await clock.sleep((place * 7) % 20)
        // Read late: whoever were given this slot meanwhile would have written over it.
        const request = JSON.parse(body.toString())
        const named = request.TableName ?? Object.keys(request.RequestItems)[0]
        for (const { id } of items) sent.push({ table: named, want: table, bytes: JSON.stringify(id) })
        return ++tries % 5 === 0 ? throttled : written
      },
      { clock, spareSlots, write, table },
    )
    await clock.sleep(place * 40)
    await addAll(
      writer,
      Array.from({ length: 90 }, (_row, n) => encode({ record: n + 1, key: `${place}-${n}` })),
    )
    expect((await writer.drain()).rowsWritten).toBe(90)
  })
  await clock.until(Promise.all(loads))

  expect(sent.filter(({ table, want }) => table !== want)).toEqual([])
  expect(new Set(sent.map(({ bytes }) => bytes)).size).toBe(12 * 90)
})

test('no more slots are kept than one load uses at full speed', async () => {
  const spareSlots = createSpareSlots()
  const slots = Array.from({ length: SPARE_SLOTS_MAX + 1 }, () => makeSlot(putFormat('things')))
  for (const slot of slots) spareSlots.keep(slot)
  const taken = slots.map(() => spareSlots.take()).filter((slot) => slot !== undefined)
  expect(new Set(taken).size).toBe(SPARE_SLOTS_MAX)
})

test('the next load writes with the slots of the one before', async () => {
  const spareSlots = createSpareSlots()
  const buffers = new Set<ArrayBufferLike>()
  const items: unknown[] = []
  for (const versionId of ['v1', 'v2']) {
    const { writer, clock } = makeWriter(
      async (sent, _lane, body) => {
        buffers.add(body.buffer)
        items.push(...sent)
        return written
      },
      { spareSlots, versionId },
    )
    await clock.until(addAll(writer, distinct(60)))
    await clock.until(writer.drain())
  }
  expect(items).toHaveLength(120)
  // Three requests of the first load, and none of the second that was not there before but its first.
  expect(buffers.size).toBeLessThanOrEqual(4)
})
