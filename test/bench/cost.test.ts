import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SMALL_FILE } from '../../bench/cost/measured.ts'
import { PRICES, PRICES_OF } from '../../bench/cost/prices.ts'
import { costOfSmallFiles, costOfTaskForEach, sumOf } from '../../bench/cost/small-files.ts'
import { costTables } from '../../bench/cost/tables.ts'
import { taskCost, taskSeconds } from '../../bench/cost/task-cost.ts'

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
