import { expect, test } from 'vitest'
import { dlqCommand, reloadCommand, showCommand } from '../../../commands/stack/person-commands.ts'

const object = "s3://landing/it's a.csv"

test('the commands that a person is given can be copied as they stand', () => {
  const quoted = `'s3://landing/it'\\''s a.csv'`
  expect(reloadCommand({ object, version: 'v1' }, 'local')).toBe(`npm run reload -- ${quoted} --version v1`)
  expect(showCommand({ object, version: 'v1' }, 'prod')).toBe(
    `npm run loads -- show ${quoted} --version v1 --stage prod`,
  )
  expect(dlqCommand('drop', { object, version: 'v1' }, 'local')).toBe(
    `npm run dlq -- drop --object ${quoted}`,
  )
})

test('a version id that begins with a hyphen is no option', () => {
  expect(reloadCommand({ object: 's3://b/k', version: '-v' }, 'local')).toBe(
    'npm run reload -- s3://b/k --version=-v',
  )
})
