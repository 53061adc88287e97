import { expect, test } from 'vitest'
import { createRejectCollector } from '../../../shared/load/collect-rejects.ts'
import { rejectsPlace } from '../../../shared/load/rejects-key.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import type { Reject } from '../../../shared/row/row.ts'
import { first, NAME } from './support/fakes.ts'

const LINE_BYTES = 100

function setup(parts: readonly string[] = []) {
  const stored = new Map<string, string>()
  const collector = createRejectCollector({
    rejects: {
      putPart: async (key, bytes) => void stored.set(key, Buffer.from(bytes).toString()),
      join: async (keys, tail, key) => {
        const all = keys.map((part) => stored.get(part)).join('') + Buffer.from(tail).toString()
        stored.set(key, all)
      },
      removeParts: async (keys) => {
        for (const key of keys) stored.delete(key)
      },
    },
    place: rejectsPlace('things', first),
    attempt: 2,
    subject: NAME,
    parts,
    limits: { partBytes: LINE_BYTES, largePartBytes: 4 * LINE_BYTES },
  })
  return { collector, stored }
}

function reject(record: number): Reject {
  return {
    record,
    line: record + 1,
    byteOffset: record * 10,
    column: 'n',
    rule: 'type',
    value: 'x'.repeat(40),
  }
}

test('rejects fill the memory for them, become a part, and more can come', async () => {
  const { collector, stored } = setup()
  expect(collector.isFull).toBe(false)
  collector.add(reject(3))
  expect(collector.isFull).toBe(true)
  await collector.store()
  expect(collector.isFull).toBe(false)
  expect(collector.parts).toEqual(['2-3'])
  expect([...stored.keys()]).toEqual(['parts/things/things/a.csv/v1/2-3'])
})

test('without rejects there is no part and no file', async () => {
  const { collector, stored } = setup()
  await collector.store()
  expect(await collector.finish()).toBeUndefined()
  expect(stored.size).toBe(0)
})

test('the file is the parts of earlier attempts, our own and what is in memory; done again it is the same', async () => {
  const { collector, stored } = setup(['1-1'])
  stored.set('parts/things/things/a.csv/v1/1-1', 'of the first attempt\n')
  collector.add(reject(5))
  await collector.store()
  collector.add(reject(6))
  const fault = new StevedoreError('file.format', 'no end')
  const key = await collector.finish(fault)
  const once = stored.get(key ?? '')
  expect(once?.split('\n').map((line) => /"record":(\w+)/.exec(line)?.[1])).toEqual([
    undefined,
    '5',
    '6',
    'null',
    undefined,
  ])
  expect(stored.get((await collector.finish(fault)) ?? '')).toBe(once)
  await collector.clean()
  expect([...stored.keys()]).toEqual([key])
})

test('parts grow when there are many, and there is a number of them at which the file is refused', async () => {
  const { collector } = setup(Array.from({ length: 4_999 }, (_, n) => `1-${n}`))
  collector.add(reject(5_000))
  expect(collector.isFull).toBe(false)
  for (const record of [5_001, 5_002, 5_003]) collector.add(reject(record))
  expect(collector.isFull).toBe(true)
  await collector.store()
  collector.add(reject(5_004))
  await expect(collector.store()).rejects.toMatchObject({
    code: 'rejects.too-many',
    message: expect.stringMatching(/record 5004.*5000 parts/),
  })
})
