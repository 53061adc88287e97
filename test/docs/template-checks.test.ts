import { expect, test } from 'vitest'
import { ALL_RULES } from '../template/rules/all-rules.ts'
import { codes, tableRows } from './tables.ts'

test('the page lists every rule of the template', () => {
  const listed = tableRows('template-checks.md', 'Our own rules').map(([name]) => codes(name)[0])
  expect(listed).toEqual(ALL_RULES.map(({ name }) => name).sort())
})
