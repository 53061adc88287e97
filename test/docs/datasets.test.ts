import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { COLUMN_TYPES } from '../../shared/dataset/dataset.ts'
import { columnFileSchema, datasetFileSchema } from '../../shared/dataset/dataset-file.ts'
import { ERRORS } from '../../shared/platform/error.ts'
import { TEXT_TYPES } from '../../shared/row/text-types.ts'
import { codes, tableRows } from './tables.ts'

const PAGE = 'datasets.md'

function named(heading: string): string[] {
  return tableRows(PAGE, heading).flatMap(([first]) => codes(first))
}

test('the page names every field of a dataset file and no other', () => {
  expect(named('Fields').sort()).toEqual(Object.keys(datasetFileSchema.shape).sort())
  expect(named('Columns').sort()).toEqual(Object.keys(columnFileSchema.shape).sort())
})

test('the page names every type and no other', () => {
  expect(named('Types')).toEqual([...COLUMN_TYPES])
})

const types = tableRows(PAGE, 'Types').flatMap(([name, , accepted, refused]) =>
  codes(name)
    .filter((type) => Object.hasOwn(TEXT_TYPES, type) && type !== 'string')
    .map((type) => ({ type: type as keyof typeof TEXT_TYPES, accepted, refused })),
)

test.each(types)('the texts that the page calls accepted and refused as $type are', (row) => {
  const { canonical } = TEXT_TYPES[row.type]
  expect(codes(row.accepted).filter((text) => canonical(text) === undefined)).toEqual([])
  expect(codes(row.refused).filter((text) => canonical(text) !== undefined)).toEqual([])
  expect(codes(row.accepted).length + codes(row.refused).length).toBeGreaterThan(3)
})

test('the page names every rule by which a row is refused', () => {
  const source = readFileSync(new URL('../../shared/row/rule.ts', import.meta.url), 'utf8')
  const rules = [...source.matchAll(/\| '([a-z-]+)'/g)].map(([, rule = '']) => rule)
  const page = readFileSync(new URL(`../../docs/${PAGE}`, import.meta.url), 'utf8')
  const section = page.slice(page.indexOf('## Refused rows'), page.indexOf('## Refused files'))
  expect(rules.length).toBeGreaterThan(10)
  expect(rules.filter((rule) => !section.includes(`\`${rule}\``))).toEqual([])
})

test('the page names every code by which a file is refused and no other', () => {
  const data = Object.entries(ERRORS).flatMap(([code, kind]) => (kind === 'data' ? [code] : []))
  expect(named('Refused files').sort()).toEqual(data.sort())
})
