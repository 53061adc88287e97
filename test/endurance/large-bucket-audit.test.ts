import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEnd, latestReport, startAudit, turnRules } from '../system/run-audit.ts'
import { startStack } from '../system/stack.ts'

// A bucket of many objects: time and memory of a run over them. AUDIT_OBJECTS=100000 for the figures of docs/audit.md.

const OBJECTS = Number(process.env.AUDIT_OBJECTS ?? 3_000)
const UPLOADS_AT_ONCE = 16
/** Of the 1 GiB that the task has. */
const RSS_MB_MAX = 400
const LOOK_EVERY_MS = 100
/** Removing so many files takes minutes on a busy disk. */
const CLOSE_MS = 300_000 + OBJECTS * 10

let stack: Awaited<ReturnType<typeof startStack>>
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.close(), CLOSE_MS)

test('a run over a large bucket compares all of it in flat memory, and sends nothing that is young', async () => {
  await turnRules(stack, 'DisableRule')
  let next = 0
  const lane = async () => {
    while (next < OBJECTS) await stack.upload(`${next % 2 ? 'airports' : 'zipcodes'}/${next++}.csv`, 'a\n')
  }
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, lane))

  let peakMb = 0
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb('audit.mjs'))
  }, LOOK_EVERY_MS)
  const code = await auditEnd(stack, await startAudit(stack, { LOST_AFTER_SECONDS: '86400' }), 600_000)
  clearInterval(watch)
  expect(code, stack.screen.slice(-20).join('\n')).toBe(0)
  const { run, bucket, repairs } = await latestReport(stack)
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000
  process.stdout.write(`${OBJECTS} objects: ${seconds} s, at most ${peakMb} MB\n`)
  expect(bucket).toMatchObject({ listed: OBJECTS, compared: OBJECTS, unknown: OBJECTS, isWhole: true })
  expect(repairs.total).toBe(0)
  expect(peakMb).toBeLessThan(RSS_MB_MAX)
}, 1_200_000)

/** Of the child of this process that runs a worker's bundle. */
function residentMb(bundle: string): number {
  const table = execFileSync('ps', ['-eo', 'ppid=,rss=,args='], { encoding: 'utf8' })
  const found = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([parent, , ...args]) => parent === String(process.pid) && args.some((arg) => arg.endsWith(bundle)))
  return Math.round(Number(found?.[1] ?? 0) / 1024)
}
