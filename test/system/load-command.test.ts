import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from './run.ts'
import { startStack } from './stack.ts'
import { root } from './variants.ts'

// `npm run load` as a person uses it, on the whole stack.

let stack: Awaited<ReturnType<typeof startStack>>
let endpoint: string
const folder = mkdtempSync(join(tmpdir(), 'load-command-'))
beforeAll(async () => {
  stack = await startStack()
  const { protocol = '', hostname, port } = (await stack.s3.config.endpoint?.()) ?? {}
  endpoint = `${protocol}//${hostname}:${port}`
})
afterAll(async () => {
  await stack?.close()
  rmSync(folder, { recursive: true, force: true })
})

function written(name: string, lines: readonly string[]): string {
  const file = join(folder, name)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

test('a file is uploaded, its load followed to the end, and the end told', async () => {
  const good = Array.from({ length: 30 }, (_, index) => `${1001 + index}\t0.1`)
  const file = written('rates.tsv', ['id\trate', ...good, '1050\t7', '1051\tn/a'])
  const run = load(root, endpoint, file, '--dataset', 'unemployment')
  expect(await run.ended, run.output()).toBe(65)
  const object = `s3://${stack.outputs.LandingBucketName}/unemployment/rates.tsv`
  const said = run.output().split('\n')
  expect(said).toContainEqual(expect.stringContaining(`uploaded as ${object}, version `))
  expect(said.slice(said.findIndex((line) => line.startsWith('rejected')))).toEqual([
    'rejected: 32 rows read, 30 written, 2 refused, 0 duplicate',
    '  1 row: max in rate',
    '    line 32: "7"',
    '  1 row: type in rate',
    '    line 33: "n/a"',
    expect.stringMatching(`^Refused rows: s3://${stack.outputs.ResultsBucketName}/rejects/unemployment/`),
    expect.stringMatching(/^rejects\.over-limit: 2 of the 32 records/),
    'Rows: table stevedore-local-unemployment',
    '',
  ])
  expect(await stack.rows(stack.outputs.UnemploymentTableName)).toHaveLength(30)
})

test('a file without faults ends with 0, under the key that was given', async () => {
  const file = written('rates.txt', ['id\trate', '1001\t0.5'])
  const run = load(root, endpoint, file, '--dataset', 'unemployment', '--key', 'unemployment/2026/ü.tsv')
  expect(await run.ended, run.output()).toBe(0)
  expect(run.output()).toContain('loaded: 1 row read, 1 written, 0 refused, 0 duplicate')
})

test('an interruption while it follows leaves the load to its worker', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `${String(index).padStart(5, '0')},1,2,x,NY,y`)
  const file = written('many.csv', ['zip_code,latitude,longitude,city,state,county', ...rows])
  const run = load(root, endpoint, file, '--dataset', 'zipcodes')
  await run.said(/uploaded as/)
  run.kill('SIGINT')
  expect(await run.ended).toBe(130)
  expect(run.output()).toContain('The load goes on without you')
  const [, version = ''] = /version (\S+)$/m.exec(run.output()) ?? []
  const item = await stack.settled('zipcodes/many.csv', version, 'loaded')
  expect(item.rowsWritten?.N).toBe('20000')
})
