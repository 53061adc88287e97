import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codes, tableRows } from './tables.ts'

const infra = join(import.meta.dirname, '../../infra')

test('the page has a row for each role of the template', () => {
  const files = readdirSync(infra, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yml'),
  )
  const inTemplate = files.flatMap((file) =>
    [...readFileSync(join(infra, file), 'utf8').matchAll(/^ {2}(\w+):\n {4}Type: AWS::IAM::Role$/gm)].map(
      ([, name]) => name,
    ),
  )
  const onPage = tableRows('security.md', 'Roles').flatMap(([role]) => codes(role))
  expect(onPage.sort()).toEqual(inTemplate.sort())
})
