import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from './run.ts'
import { auditEnd, endpointOf, latest, latestReport, startAudit, turnRules } from './run-audit.ts'
import { counts, startStack } from './stack.ts'
import { root } from './variants.ts'

// The hourly task on the whole stack: what the events lost, it finds. AUDIT_FILES=1000 for what the project promises.

const FILES = Number(process.env.AUDIT_FILES ?? 60)
const TIMEOUT_MS = 120_000 + FILES * 300

let stack: Awaited<ReturnType<typeof startStack>>
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.close())

/** One row, another in each file. */
function file(index: number): string {
  const iata = index.toString(36).toUpperCase().padStart(4, '0')
  return `iata,name,city,state,country,latitude,longitude\n${iata},name,c,IL,USA,1,2\n`
}

test('F04 with the rules disabled, one run finds every file, and all of them are loaded', {
  timeout: TIMEOUT_MS,
}, async () => {
  await turnRules(stack, 'DisableRule')
  const versions = new Map<string, string>()
  for (let index = 0; index < FILES; index++) {
    const key = `airports/"${index}" é+<b>.csv`
    versions.set(key, await stack.upload(key, file(index)))
  }
  const rows = Array.from({ length: 90_000 }, (_, index) => `${1001 + index}\t0.123456`)
  const large = 'unemployment/large.tsv'
  versions.set(large, await stack.upload(large, ['id\trate', ...rows].join('\n')))

  expect(await auditEnd(stack, await startAudit(stack, { LOST_AFTER_SECONDS: '0' }))).toBe(0)
  const { repairs, bucket } = await latestReport(stack)
  expect(bucket).toMatchObject({ listed: FILES + 1, unknown: FILES + 1, isWhole: true })
  expect(repairs.byReason).toEqual({ 'event-missed': FILES + 1 })
  const prefix = `s3://${stack.outputs.LandingBucketName}/`
  expect(repairs.named.map(({ object }) => object.slice(prefix.length)).sort()).toEqual(
    [...versions.keys()].sort(),
  )
  for (const [key, version] of versions) await stack.settled(key, version, 'loaded')
  expect(await stack.rows(stack.outputs.AirportsTableName)).toHaveLength(FILES)

  await turnRules(stack, 'EnableRule')
})

test('F80 a run over a bucket that is well changes nothing, and says so to who started it', async () => {
  // What the run before has reported already is not told again: this load is new.
  const key = 'airports/well.csv'
  await stack.settled(key, await stack.upload(key, file(0)), 'loaded')
  const run = command(root, await endpointOf(stack), 'audit', '--lost-after', '0s')
  expect(await run.ended, run.output()).toBe(0)
  expect(run.output()).toContain(
    'Nothing needs a person.\nNothing was lost, and nothing had to be repaired.\n',
  )
  const report = await latestReport(stack)
  expect(report.bucket).toMatchObject({ unknown: 0 })
  expect(run.output()).toMatch(/^airports +\d+ /m)
  const page = await latest(stack, 'html')
  expect(page).toContain('Nothing needs a person.')
  expect(page).not.toMatch(/<script|https?:\/\//)
})

test('F80 of two runs at once one does the work, and the other says that it ends', async () => {
  const stall = JSON.stringify([{ point: 'audit-cursor-saved', action: 'stall', seconds: 3 }])
  const codes = await Promise.all(
    [{ FAULT_PLAN: stall }, { FAULT_PLAN: stall }].map(async (environment) =>
      auditEnd(stack, await startAudit(stack, environment)),
    ),
  )
  expect(codes).toEqual([0, 0])
  expect(stack.screen.filter((line) => line.includes('Another run of the audit'))).not.toEqual([])
})

test('F80 the rules and the audit racing for the same files have one effect', async () => {
  const keys = Array.from({ length: 30 }, (_, index) => `airports/race-${index}.csv`)
  const running = startAudit(stack, { LOST_AFTER_SECONDS: '0' })
  const versions = await Promise.all(keys.map((key, index) => stack.upload(key, file(FILES + index))))
  const runs = [await running, await startAudit(stack, { LOST_AFTER_SECONDS: '0' })]
  for (const [index, key] of keys.entries()) {
    const item = await stack.settled(key, versions[index] ?? '', 'loaded')
    expect(item.attempt?.N, `${key} was loaded once`).toBe('1')
    expect(counts(item)).toEqual({ read: 1, written: 1, rejected: 0, duplicate: 0 })
  }
  for (const run of runs) expect(await auditEnd(stack, run)).toBe(0)
  expect(await stack.rows(stack.outputs.AirportsTableName)).toHaveLength(FILES + keys.length)
})
