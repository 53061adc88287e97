import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { costOfBigFiles } from '../../bench/cost/big-files.ts'
import { SMALL_FILE } from '../../bench/cost/measured.ts'
import { PRICES, PRICES_OF } from '../../bench/cost/prices.ts'
import { costOfSmallFiles, costOfTaskForEach, sumOf } from '../../bench/cost/small-files.ts'
import { costTables } from '../../bench/cost/tables.ts'
import { LARGE_TASK, SMALL_TASK, taskCost, taskSeconds } from '../../bench/cost/task-cost.ts'
import { costOfWorkload } from '../../bench/cost/workloads.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'cost.md'), 'utf8')

test.each(costTables().map((table) => [table.split('\n')[0], table]))(
  'the page has the table %s',
  (_, table) => {
    expect(page).toContain(table)
  },
)

test('the page says where and when its prices hold', () => {
  expect(page).toContain(PRICES_OF.region)
  expect(page).toContain(PRICES_OF.date)
})

test('an hour of a task is its CPU, its memory and its address', () => {
  const { vcpuHour, gbHour, publicAddressHour } = PRICES
  expect(taskCost(3_600)).toBeCloseTo(vcpuHour.usd / 4 + gbHour.usd / 2 + publicAddressHour.usd, 10)
})

test('a quarter of a core takes four seconds for a second of CPU time', () => {
  expect(taskSeconds(1)).toBe(4)
})

test('a request costs what its kind does, and the writes of rows are left out', () => {
  const none = sumOf(costOfSmallFiles({ cpuSeconds: 0, requests: {} }, 1_000_000))
  const of = (requests: Record<string, number>) =>
    sumOf(costOfSmallFiles({ cpuSeconds: 0, requests }, 1_000_000)) - none
  expect(of({ 'DynamoDB UpdateItem': 1 })).toBeCloseTo(0.625, 10)
  expect(of({ 'DynamoDB Query': 1 })).toBeCloseTo(0.125, 10)
  expect(of({ 'SQS DeleteMessageBatch': 1 })).toBeCloseTo(0.4, 10)
  expect(of({ 'S3 GetObject': 1 })).toBeCloseTo(0.4, 10)
  expect(of({ 'S3 PutObject': 1 })).toBeCloseTo(5, 10)
  expect(of({ 'DynamoDB BatchWriteItem': 1 })).toBe(0)
})

test('a task for each file is billed for a minute, whatever it does', () => {
  const idle = { ...SMALL_FILE, cpuSeconds: 0 }
  expect(costOfTaskForEach(idle, 1)).toEqual(costOfTaskForEach(SMALL_FILE, 1))
  expect(costOfTaskForEach(SMALL_FILE, 1)).toContainEqual({ what: 'tasks', usd: taskCost(60) })
})

test('large files pay for the larger task, by the hour', () => {
  const tasks = (size: typeof SMALL_TASK) =>
    costOfBigFiles(1e12, size).find(({ what }) => what === 'tasks')?.usd ?? 0
  expect(tasks(LARGE_TASK) / tasks(SMALL_TASK)).toBeCloseTo(
    taskCost(3_600, LARGE_TASK) / taskCost(3_600, SMALL_TASK),
    10,
  )
})

test('a month costs as much more as it has more files of a kind, but for the stack that stands there', () => {
  const one = costOfWorkload({ files: 1_000, bytes: 100_000_000 })
  const ten = costOfWorkload({ files: 10_000, bytes: 100_000_000 })
  expect(ten.stack).toBe(one.stack)
  for (const part of ['gb', 'rows', 'loads', 'writes', 'stored'] as const)
    expect(ten[part]).toBeCloseTo(10 * one[part], 6)
})

test('a file with a task of its own pays for a minute of it at the least', () => {
  const below = costOfWorkload({ files: 1, bytes: 64 * 1024 ** 2 })
  const above = costOfWorkload({ files: 1, bytes: 64 * 1024 ** 2 + 1 })
  expect(above.loads - below.loads).toBeGreaterThan(taskCost(60))
})
