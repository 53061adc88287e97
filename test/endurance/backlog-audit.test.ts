import { UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { auditEnd, endpointOf, reportOf, startAudit, turnRules } from '../system/run-audit.ts'
import { startStack } from '../system/stack.ts'
import { depth, hasTasks, type Stack } from './service.ts'

// A backlog that nobody works off, and a run of the audit over it. BACKLOG_FILES=100000 for what the project promises.

const FILES = Number(process.env.BACKLOG_FILES ?? 2_000)
/** Lost before the backlog begins: what the audit sends for them is a part of it. */
const LOST = 20
const UPLOADS_AT_ONCE = 16
const TIMEOUT_MS = 300_000 + FILES * 20

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
// Removing so many files takes minutes on a busy disk.
afterAll(() => stack?.close(), TIMEOUT_MS)

test(`behind ${FILES} waiting messages the audit sends nothing, and nothing twice`, {
  timeout: TIMEOUT_MS,
}, async () => {
  await withoutTasks()
  await turnRules(stack, 'DisableRule')
  await upload('lost', LOST)
  await turnRules(stack, 'EnableRule')
  expect((await audit()).repairs).toMatchObject({ total: LOST, byReason: { 'event-missed': LOST } })

  await upload('waiting', FILES)
  const waiting = { visible: FILES + LOST, inFlight: 0 }
  await vi.waitFor(async () => expect(await depth(stack, stack.outputs.LoadsQueueUrl)).toEqual(waiting), {
    timeout: TIMEOUT_MS,
    interval: 500,
  })
  for (let run = 1; run <= 2; run++) {
    const { bucket, repairs, run: told } = await audit()
    expect(bucket).toMatchObject({ listed: FILES + LOST, unknown: FILES, isWhole: true })
    expect(repairs.total).toBe(0)
    const seconds = (Date.parse(told.endedAt) - Date.parse(told.startedAt)) / 1000
    process.stdout.write(`run ${run} over ${FILES} waiting files: ${seconds} s, nothing sent\n`)
  }
  expect(await depth(stack, stack.outputs.LoadsQueueUrl)).toEqual(waiting)
  expect(await depth(stack, stack.outputs.LaunchesQueueUrl)).toEqual({ visible: 0, inFlight: 0 })
  const items = await stack.rows(stack.outputs.LedgerTableName)
  const statuses = items.filter(({ object }) => object?.S?.startsWith('s3://')).map(({ status }) => status?.S)
  expect(statuses).toEqual(Array(LOST).fill('queued'))
})

/** With every version taken for lost that could be. */
async function audit() {
  const run = await startAudit(stack, { LOST_AFTER_SECONDS: '0' })
  expect(await auditEnd(stack, run, TIMEOUT_MS)).toBe(0)
  return reportOf(stack, run)
}

async function upload(name: string, count: number): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let n = next++; n < count; n = next++) await stack.upload(`airports/${name}-${n}.csv`, 'a\n')
  }
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, lane))
}

/** Ends the service's tasks; without its scaling nobody starts others. */
async function withoutTasks(): Promise<void> {
  const { ClusterName: cluster, LoadQueueServiceName: service = '' } = stack.outputs
  const response = await fetch(await endpointOf(stack), {
    method: 'POST',
    headers: {
      'x-amz-target': 'AnyScaleFrontendService.DeregisterScalableTarget',
      'content-type': 'application/x-amz-json-1.1',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/application-autoscaling/aws4_request',
    },
    body: JSON.stringify({
      ServiceNamespace: 'ecs',
      ResourceId: `service/${cluster}/${service}`,
      ScalableDimension: 'ecs:service:DesiredCount',
    }),
  })
  expect(response.status, await response.text()).toBe(200)
  await stack.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 0 }))
  await hasTasks(stack, 0, 60_000)
}
