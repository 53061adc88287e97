import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benchDatasets } from '../../bench/input/datasets.ts'
import { csvLine, ndjsonLine, orderItem, quotedCsvLine } from '../../bench/input/order-lines.ts'
import { badAmong, isBad, orderCells, orderNumber } from '../../bench/input/orders.ts'

const numbers = fc.nat({ max: 30_000_000 })

test('a row is made from its number alone, and tells it', () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom('plain', 'quoted'), (number, style) => {
      const cells = orderCells(number, style)
      expect(orderCells(number, style)).toEqual(cells)
      expect(orderNumber(cells[0] ?? '')).toBe(number)
    }),
  )
})

test('rows that break a rule are counted as they stand', () => {
  fc.assert(
    fc.property(fc.nat({ max: 100_000 }), fc.nat({ max: 20_000 }), (from, rows) => {
      const bad = Array.from({ length: rows }, (_, place) => from + place).filter(isBad)
      expect(badAmong(from, rows)).toBe(bad.length)
    }),
    { numRuns: 20 },
  )
})

test('a row is about 105 bytes of CSV', () => {
  const bytes = Array.from({ length: 1_000 }, (_, number) => csvLine(orderCells(number, 'plain')).length)
  const mean = bytes.reduce((sum, length) => sum + length) / bytes.length
  expect(mean).toBeGreaterThan(100)
  expect(mean).toBeLessThan(112)
})

test('a line of NDJSON holds what the item must hold', () => {
  fc.assert(
    fc.property(
      numbers.filter((number) => !isBad(number)),
      (number) => {
        const cells = orderCells(number, 'quoted')
        const values = Object.entries(orderItem(cells)).map(([name, { S, N, BOOL }]) => [
          name,
          S ?? BOOL ?? Number(N),
        ])
        expect(JSON.parse(ndjsonLine(cells))).toEqual(Object.fromEntries(values))
      },
    ),
  )
})

test('quoted rows hold line ends, doubled quotes and letters beyond ASCII', () => {
  const text = Array.from({ length: 100 }, (_, number) => quotedCsvLine(orderCells(number, 'quoted'))).join(
    '',
  )
  expect(text).toMatch(/[^\n]\nFlat/)
  expect(text).toContain('""')
  expect(text).toMatch(/[^\0-\x7f]/)
})

test('every dataset of the benchmark is one', () => {
  expect(benchDatasets(['csv', 'ndjson', 'insert']).map(({ name }) => name)).toEqual([
    'csv',
    'ndjson',
    'insert',
  ])
})
