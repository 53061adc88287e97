import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codes } from './tables.ts'

const events = join(import.meta.dirname, '../../events')

test('the page of the events names every file, in its folder', () => {
  const [folders = '', stops = ''] = readFileSync(join(events, 'README.md'), 'utf8').split(
    '\nOf `explain-stop/`',
  )
  const rows = folders.split('\n').filter((line) => line.startsWith('| `'))
  const named = Object.fromEntries(
    rows.map((row) => {
      const [, folder = '', , files = ''] = row.split('|')
      return [codes(folder)[0], codes(files).sort()]
    }),
  )
  named['explain-stop/'] = codes(stops.slice(stops.indexOf('|'))).sort()

  const there = readdirSync(events, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const expected = there.map(({ name }) => [
    `${name}/`,
    readdirSync(join(events, name))
      .map((file) => file.replace(/\.json$/, ''))
      .sort(),
  ])
  expect(named).toEqual(Object.fromEntries(expected))
})
