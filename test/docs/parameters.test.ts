import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { codes, tableRows } from './tables.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/parameters.md'), 'utf8')

test('the page names every parameter and its default', () => {
  const template = readFileSync(join(root, 'serverless.yml'), 'utf8')
  const { params } = parse(template) as { params: { default: Record<string, string | number> } }
  const groups = [...page.slice(0, page.indexOf('## Sizes of tasks')).matchAll(/^### (.*)$/gm)]
  const rows = groups
    .flatMap(([, heading = '']) => tableRows('parameters.md', heading))
    .map(([name, value = '']) => [codes(name)[0], value.replaceAll('`', '').split(' ')[0]])
  const inTemplate = Object.entries(params.default).map(([name, value]) => [
    name,
    value === '' ? 'none' : String(value),
  ])
  expect(rows.sort()).toEqual(inTemplate.sort())
})

test('the page has every size of Fargate', () => {
  const { MEMORY_BY_CPU } = createRequire(import.meta.url)('../../infra/fargate-sizes.cjs')
  const sizes = tableRows('parameters.md', 'Sizes of tasks').map(([cpu, memory = '']) => {
    const [, from, to, by] = /^(\d+) to (\d+) by (\d+)$/.exec(memory)?.map(Number) ?? []
    if (from === undefined || to === undefined || by === undefined) {
      return [Number(cpu), memory.split(', ').map(Number)]
    }
    return [Number(cpu), Array.from({ length: (to - from) / by + 1 }, (_, step) => from + step * by)]
  })
  expect(sizes).toEqual([...MEMORY_BY_CPU])
})
