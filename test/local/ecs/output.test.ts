import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readableLine } from '../../../local/ecs/task/readable-line.ts'
import { createScreen } from '../../../local/ecs/task/screen.ts'
import { splitLines } from '../../../local/ecs/task/split-lines.ts'

test('lines come out as they went in, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '') || 'x')),
      fc.integer({ min: 1, max: 7 }),
      async (lines, size) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
        const chunks: Buffer[] = []
        for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
        const out: string[] = []
        await splitLines(Readable.from(chunks, { objectMode: true }), (line) => out.push(line))
        expect(out).toEqual(lines.map((line) => Buffer.from(line).toString()))
      },
    ),
    { numRuns: 30 },
  )
})

test('a line without an end still comes, and one that is too long comes in pieces', async () => {
  const out: string[] = []
  await splitLines(Readable.from([Buffer.from('a'.repeat(1024 * 1024 + 5))]), (line) => out.push(line))
  expect(out.map(({ length }) => length)).toEqual([1024 * 1024, 5])
})

test.each([
  ['plain', 'plain'],
  ['{not json', '{not json'],
  ['{"level":"info","message":"done","act":"audit","time":"t","rows":3}', 'done rows=3'],
  ['{"level":"error","message":"no","error":{"message":"why","stack":"s"}}', 'error: no error=why'],
  ['{"a":1}', '{"a":1}'],
])('the screen shows %s as %s', (line, text) => {
  expect(readableLine(line)).toBe(text)
})

test('the screen is not flooded, and says what it left out', () => {
  const said: string[] = []
  let now = 0
  const screen = createScreen({
    file: `${process.cwd()}/x.log`,
    say: (text) => said.push(text),
    now: () => now,
  })
  for (let index = 0; index < 15; index++) screen.line(String(index))
  expect(said).toHaveLength(10)
  now = 1000
  screen.line('next second')
  expect(said.slice(10)).toEqual(['… 5 more lines in x.log', 'next second'])
  for (let index = 0; index < 12; index++) screen.line(String(index))
  screen.close()
  expect(said.at(-1)).toBe('… 3 more lines in x.log')
})
