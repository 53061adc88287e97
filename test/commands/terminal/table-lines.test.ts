import { expect, test } from 'vitest'
import { tableLines } from '../../../commands/terminal/table-lines.ts'

const COLUMNS = [{ title: 'age', align: 'right' as const }, { title: 'name', widthMax: 6 }, { title: 'key' }]
const ROWS = [['3 s', 'a-long-name', 'in/one-key-of-many-characters-and-more.csv']]

test('the last column is cut in its middle to what the terminal has left', () => {
  expect(tableLines(COLUMNS, ROWS, 40)).toEqual([
    'age  name    key',
    '3 s  a-…ame  in/one-key-of…-and-more.csv',
  ])
})

test('for another program the last column stands whole', () => {
  expect(tableLines(COLUMNS, ROWS, undefined)[1]).toBe(`3 s  a-…ame  ${ROWS[0]?.[2]}`)
})

test('in a terminal too narrow for anything the last column keeps a few characters', () => {
  expect(tableLines(COLUMNS, ROWS, 10)[1]).toBe('3 s  a-…ame  in/one-key-…and-more.csv')
})

test('a line feed or a control character in a cell makes no line and obeys nothing', () => {
  expect(tableLines([{ title: 'key' }], [['a\nb\u001b[2J']], 80)[1]).toBe('a\\nb\\u001b[2J')
})
