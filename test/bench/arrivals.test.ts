import { expect, test } from 'vitest'
import { type OrderItem, orderItem } from '../../bench/input/order-lines.ts'
import { orderCells } from '../../bench/input/orders.ts'
import { createArrivals, type ExpectedRows } from '../../bench/null-server/arrivals.ts'

function items(from: number, rows: number): OrderItem[] {
  return Array.from({ length: rows }, (_, place) => orderItem(orderCells(from + place, 'plain')))
}

function batch(of: readonly OrderItem[]): Buffer {
  return Buffer.from(JSON.stringify({ RequestItems: { t: of.map((Item) => ({ PutRequest: { Item } })) } }))
}

function faultsOf(of: readonly OrderItem[], expected: ExpectedRows = { from: 0, rows: 50, style: 'plain' }) {
  const arrivals = createArrivals(expected)
  arrivals.batch(batch(of))
  return arrivals.faults()
}

test('the checksum depends on the items alone, not on their order or their batches', () => {
  const one = createArrivals(undefined)
  const other = createArrivals(undefined)
  one.batch(batch(items(0, 25)))
  one.batch(batch(items(25, 25)))
  other.batch(batch(items(10, 40).toReversed()))
  other.batch(batch(items(0, 10)))
  expect(one.counts).toEqual(other.counts)
  expect(one.counts.items).toBe(50)
})

test('one byte of one item changes the checksum', () => {
  const one = createArrivals(undefined)
  const other = createArrivals(undefined)
  const [first, ...rest] = items(0, 5)
  one.batch(batch([first as OrderItem, ...rest]))
  other.batch(batch([{ ...first, status: { S: 'lost' } }, ...rest]))
  expect(one.counts.checksum).not.toBe(other.counts.checksum)
})

test('what arrives whole and once has no fault', () => {
  expect(faultsOf(items(0, 50))).toEqual([])
})

test('a row that is missing is named', () => {
  expect(faultsOf(items(0, 50).filter((_, place) => place !== 17))).toEqual(['no row 17'])
})

test('a row that comes twice is named', () => {
  expect(faultsOf([...items(0, 50), ...items(3, 1)])).toEqual(['row 3 a second time'])
})

test('a value that is not the row’s own is shown', () => {
  const [first, ...rest] = items(0, 50)
  const [fault] = faultsOf([{ ...first, price: { N: '0.1' } }, ...rest])
  expect(fault).toContain('row 0 as')
})

test('an attribute too many is a fault, but for those of a conditional write', () => {
  const [first, ...rest] = items(0, 50)
  expect(faultsOf([{ ...first, more: { S: 'x' } }, ...rest])).toHaveLength(1)
  expect(faultsOf([{ ...first, _load: { S: 'x' } }, ...rest])).toEqual([])
})

test('a row that breaks a rule must not arrive', () => {
  expect(
    faultsOf([...items(2_450, 50), ...items(2_500, 1)], { from: 2_450, rows: 51, style: 'plain' }),
  ).toEqual(['row 2500, which breaks a rule'])
})
