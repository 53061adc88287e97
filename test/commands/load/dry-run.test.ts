import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { findDataset } from '../../../commands/load/find-dataset.ts'
import { sizeOf } from '../../../commands/load/size-of.ts'
import { tellDryRun } from '../../../commands/load/tell-dry-run.ts'
import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { systemClock } from '../../../shared/platform/clock.ts'
import { datasetOf } from '../../shared/dataset/dataset-of.ts'

const data = 'node_modules/vega-datasets/data'

async function check(file: string, dataset: Dataset, key?: string) {
  const lines: string[] = []
  const code = await tellDryRun({
    options: { file, dataset: dataset.name, dryRun: true, key, stage: 'local' },
    dataset,
    bytes: await sizeOf(file),
    screen: { isTerminal: false, stream: process.stdout, print: (line) => lines.push(line) },
    clock: systemClock,
    signal: new AbortController().signal,
  })
  return { code, lines, text: lines.join('\n') }
}

function written(name: string, content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'dry-run-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const towns = datasetOf(`match: in/**
key: { partition: town }
columns:
  town: { type: string, pattern: "^[A-Z]" }
  people: { type: integer, required: true }
rejectLimit: 50%`)

test.each([
  ['airports', 'airports.csv', '3,376 rows read'],
  ['unemployment', 'unemployment.tsv', '3,218 rows read'],
  ['zipcodes', 'zipcodes.csv', '42,049 rows read'],
])('the sample file of %s would be loaded, row for row', async (name, file, count) => {
  const { code, text } = await check(`${data}/${file}`, findDataset('datasets', name))
  expect(text).toContain(count)
  expect(text).toContain('0 refused')
  expect(text).toContain('It would be loaded')
  expect(code).toBe(0)
})

test('refused rows are told with their lines, also of a packed file', async () => {
  const file = written('towns.csv.gz', gzipSync('town,people\nUlm,1\nbonn,2\nKiel,\nTrier,x\nJena,5\n'))
  const { code, lines } = await check(file, towns)
  expect(lines.slice(-8)).toEqual([
    expect.stringMatching(/^5 rows read in .* s: 2 accepted, 3 refused$/),
    '  1 row: pattern in town',
    '    line 3: "bonn"',
    '  1 row: required in people',
    '    line 4: ""',
    '  1 row: type in people',
    '    line 5: "x"',
    'It would be rejected: 3 rows refused of 5, and rejectLimit is 50%. Correct the file, or raise the limit',
  ])
  expect(code).toBe(65)
})

const rows = [{ town: 'Ulm', people: 1 }, { town: 'Bonn' }, { town: 'Kiel', people: 3 }]
test.each([
  ['json', '', JSON.stringify(rows, null, 2), 'line 6: ""'],
  ['json', 'under: items.rows', `{"n":3,"items":{"rows":${JSON.stringify(rows)}}}`, 'line 1: ""'],
  ['ndjson', '', rows.map((row) => JSON.stringify(row)).join('\n'), 'line 2: ""'],
  ['csv', 'headerMatch: ignore-case', 'TOWN,People \nUlm,1\nBonn,\nKiel,3\n', 'line 3: ""'],
])('a file of format %s with %j is read row by row, packed or not', async (format, lines, text, place) => {
  const dataset = datasetOf(`match: in/**
format: ${format}
${lines}
key: { partition: town }
columns: { town: string, people: { type: integer, required: true } }
rejectLimit: 1`)
  for (const content of [
    Buffer.from(text),
    gzipSync(text),
    zstdCompressSync(text),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
  ]) {
    const { code, lines } = await check(written('towns', content), dataset)
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^3 rows read in .* s: 2 accepted, 1 refused$/),
      '  1 row: required in people',
      `    ${place}`,
      'It would be loaded: rejectLimit 1 row is not passed. Nothing was written',
    ])
    expect(code).toBe(0)
  }
})

test('a file with refused rows below the limit would be loaded', async () => {
  const { code, text } = await check(written('towns.csv', 'town,people\nUlm,1\nBonn,x\n'), towns)
  expect(text).toContain('It would be loaded: rejectLimit 50% is not passed. Nothing was written')
  expect(code).toBe(0)
})

test('a file that no row can save is told with its reason', async () => {
  const { code, text } = await check(written('towns.csv', 'Town,people\nUlm,1\n'), towns)
  expect(text).toMatch(/It would be rejected as a whole \(file\.header\): .*"Town" looks like it/)
  expect(code).toBe(65)
  expect((await check(written('empty.csv', ''), towns)).text).toContain('(file.empty)')
})

test('without a terminal the progress is lines', async () => {
  const rows = Array.from({ length: 400_000 }, (_, index) => `T${index},${index}\n`)
  const { lines } = await check(written('towns.csv', `town,people\n${rows.join('')}`), towns)
  const progress = lines.filter((line) => line.startsWith('reading '))
  expect(progress.length).toBeGreaterThan(2)
  expect(progress.length).toBeLessThanOrEqual(10)
  expect(progress.at(-1)).toMatch(/^reading 100 % {2}4\d\d,\d\d\d rows, [\d,]+ a second$/)
})

/** The command as npm runs it. */
function load(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['commands/load/main.ts', ...args])
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.once('close', (code) => resolve({ code, output }))
  })
}

test.each([
  [[`${data}/airports.csv`, '--dataset', 'airports', '--dry-run'], 0, 'It would be loaded'],
  [[`${data}/airports.csv`, '--dataset', 'unemployment', '--dry-run'], 64, 'Say --key KEY'],
  [
    [`${data}/airports.csv`, '--dataset', 'unemployment', '--dry-run', '--key', 'unemployment/a.tsv'],
    65,
    'file.header',
  ],
  [['nowhere.csv', '--dataset', 'airports', '--dry-run'], 64, 'There is no file'],
  [['datasets', '--dataset', 'airports', '--dry-run'], 64, 'is no file. Name one file to load'],
  [[`${data}/airports.csv`, '--dataset', 'airport'], 64, 'There is no dataset "airport"'],
  [[], 64, 'npm run load -- FILE --dataset NAME'],
  [['--help'], 0, 'npm run load -- FILE --dataset NAME'],
])('the command with %j ends with %i', async (args, code, text) => {
  const ended = await load(...args)
  expect(ended.output).toContain(text)
  expect(ended.output).not.toMatch(/\n\s+at /)
  expect(ended.code).toBe(code)
})
