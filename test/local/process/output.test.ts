import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readableLine } from '../../../local/process/readable-line.ts'
import { createScreen } from '../../../local/process/screen.ts'
import { splitLines } from '../../../local/process/split-lines.ts'
import { shownPath } from '../../../local/shown-path.ts'

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
  ['{"a":1}', '{"a":1}'],
  ['x'.repeat(200), `${'x'.repeat(159)}…`],
  ['{"level":"info","message":"done","act":"audit","time":"t","rowsRead":42049}', 'done  rows read 42,049'],
  ['{"level":"warn","message":"slow","rows":null,"rejected":0,"note":""}', 'warn: slow'],
  [
    '{"message":"begins","object":"s3://bucket/zip/codes.csv","dataset":"zip","versionId":"v","taskArn":"a","x":"codes"}',
    'begins  zip/codes.csv  x codes',
  ],
  [`{"message":"m","object":"s3://b/${'a/'.repeat(40)}rows.csv"}`, `m  …/${'a/'.repeat(19)}rows.csv`],
  [
    '{"message":"m","waitMs":12,"elapsedMs":1234,"delaySeconds":9,"bytes":999,"sizeBytes":2018388,"rowsPerSecond":9}',
    'm  wait 12 ms  elapsed 1.2 s  delay 9 s  999 bytes  size 2.0 MB  9 rows/s',
  ],
  [
    '{"message":"m","small":{"a":1},"large":{"a":"0123456789012345678901234567890123456789"}}',
    'm  small {"a":1}',
  ],
  [`{"message":"m","rejectsKey":"${'k/'.repeat(80)}"}`, `m  rejects key ${'k/'.repeat(80)}`],
  ['{"message":"m","ended":"rejected"}', 'm  ended rejected'],
  [
    '{"message":"m","rows":3,"_aws":{"CloudWatchMetrics":[{"Dimensions":[["Stack"]],"Metrics":[{"Name":"Rows"}]}]},"Stack":"s","Rows":3}',
    'm  rows 3',
  ],
  ['{"message":"it ends: rejected","status":"rejected"}', 'it ends: rejected'],
])('the screen shows %s as %s', (line, text) => {
  expect(readableLine(line)).toBe(text)
})

test('an error is shown whole, behind everything else, with its code or what kind it is', () => {
  const why = `The header has no "iata": ${'write it. '.repeat(30)}`
  const error = { name: 'StevedoreError', code: 'file.header', message: why, stack: 's' }
  const line = (of: unknown) =>
    readableLine(JSON.stringify({ level: 'error', message: 'no', error: of, n: 1 }))
  expect(line(error)).toBe(`error: no  n 1  file.header: ${why}`)
  expect(line({ name: 'TypeError', message: 'bad' })).toBe('error: no  n 1  TypeError: bad')
  expect(line({ name: 'Error', message: 'bad' })).toBe('error: no  n 1  bad')
})

test('a line of level debug is for the log file alone', () => {
  expect(readableLine('{"level":"debug","message":"m"}')).toBeUndefined()
})

test('a file is shown from the current folder where it lies below it, else by its whole path', () => {
  expect(shownPath(`${process.cwd()}/.local`)).toBe('.local')
  expect(shownPath(process.cwd())).toBe('.')
  expect(shownPath('/elsewhere/data')).toBe('/elsewhere/data')
  expect(shownPath(`${process.cwd()}/..data`)).toBe('..data')
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
