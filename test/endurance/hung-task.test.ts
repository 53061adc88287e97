import process from 'node:process'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { endLease } from '../system/end-lease.ts'
import { mailsWith } from '../system/mails.ts'
import { auditEnd, reportOf, startAudit } from '../system/run-audit.ts'
import { counts, startStack } from '../system/stack.ts'
import { workerProcesses } from '../system/worker-processes.ts'
import type { Stack } from './service.ts'
import { ROWS_A_FILE, smallFile } from './small-files.ts'

// A task that hangs: its process lives and does nothing, as SIGSTOP makes it. HUNG_PATIENT=1 waits for its lease to run
// out and for ECS to kill it, some four minutes; else the one is told, and the process wakes up.

const IS_PATIENT = process.env.HUNG_PATIENT === '1'
const KEY = 'airports/hung.csv'
/** Lease, and the minute that the audit gives it besides. */
const LEASE_OVER_MS = 130_000
const LOOK_EVERY_MS = 500

let stack: Stack
beforeAll(async () => {
  // It stands still with its first rows sent and nothing settled, so that it can be met at work.
  stack = await startStack('own-task', { strikes: [{ point: 'rows-written', action: 'stall', seconds: 3 }] })
})
afterAll(() => stack?.close())

test('F43 a task that hangs is stopped by the audit, and its load goes on; when it wakes, it changes nothing', async () => {
  const version = await stack.upload(KEY, smallFile(0))
  const { taskArn: hungTask } = await stack.settled(KEY, version, 'loading')
  const object = `s3://${stack.outputs.LandingBucketName}/${KEY}`
  const [pid = 0] = workerProcesses('load-object.mjs')
  process.kill(pid, 'SIGSTOP')
  if (IS_PATIENT) await leaseIsOver(object)
  else await endLease(stack, object)

  const run = await startAudit(stack)
  expect(await auditEnd(stack, run)).toBe(0)
  const { repairs } = await reportOf(stack, run)
  expect(repairs.byReason).toEqual({ 'task-hung': 1, 'lease-ran-out': 1 })
  const item = await stack.settled(KEY, version, 'loaded')
  expect(item.taskArn?.S).not.toBe(hungTask?.S)
  expect([item.attempt?.N, item.launch?.M?.number?.N]).toEqual(['2', '2'])
  expect(counts(item)).toEqual({ read: ROWS_A_FILE, written: ROWS_A_FILE, rejected: 0, duplicate: 0 })

  if (!IS_PATIENT) process.kill(pid, 'SIGCONT')
  const mail = await vi.waitFor(
    () => {
      const [found] = mailsWith(stack, `/${KEY}\r\n`)
      expect(found).toBeDefined()
      return found
    },
    { timeout: 180_000, interval: LOOK_EVERY_MS },
  )
  expect(mail).toContain('Subject: [stevedore-local] Task hung, and was stopped by the audit')
  expect(mail).toContain(IS_PATIENT ? '137: SIGKILL' : '143: SIGTERM')
  expect(await stack.ledger(KEY, version), 'what the next task settled').toMatchObject({
    status: item.status,
    attempt: item.attempt,
    settledAt: item.settledAt,
    rowsWritten: item.rowsWritten,
  })
  expect(await stack.rows(stack.outputs.AirportsTableName)).toHaveLength(ROWS_A_FILE)
  expect(workerProcesses('load-object.mjs')).toEqual([])
}, 600_000)

async function leaseIsOver(object: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const items = await stack.rows(stack.outputs.LedgerTableName)
      const lease = items.find((item) => item.object?.S === `lease#${object}`)
      expect(Number(lease?.expiresAt?.N)).toBeLessThan(Date.now() - 61_000)
    },
    { timeout: LEASE_OVER_MS, interval: LOOK_EVERY_MS },
  )
}
