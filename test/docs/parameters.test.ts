import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { codes, tableRows } from './tables.ts'

test('the page names every parameter and its default', () => {
  const template = readFileSync(join(import.meta.dirname, '../../serverless.yml'), 'utf8')
  const { params } = parse(template) as { params: { default: Record<string, string | number> } }
  const rows = tableRows('parameters.md', 'Parameters of a stage').map(([name, value = '']) => [
    codes(name)[0],
    value.replaceAll('`', '').split(' ')[0],
  ])
  const inTemplate = Object.entries(params.default).map(([name, value]) => [
    name,
    value === '' ? 'none' : String(value),
  ])
  expect(rows.sort()).toEqual(inTemplate.sort())
})
