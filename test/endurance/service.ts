import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb'
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  paginateListTasks,
  type Task,
} from '@aws-sdk/client-ecs'
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { expect, vi } from 'vitest'
import type { startStack } from '../system/stack.ts'
import { createRowCheck, smallFile } from './small-files.ts'

export type Stack = Awaited<ReturnType<typeof startStack>>

const UPLOADS_AT_ONCE = 32
const DESCRIBED_AT_ONCE = 100 // of DescribeTasks

/** So many files from `first` on, as fast as they go; answers their version ids by their numbers. */
export async function uploadFiles(stack: Stack, count: number, first = 0): Promise<string[]> {
  const versions: string[] = []
  let next = first
  const uploadOneByOne = async () => {
    for (let n = next++; n < first + count; n = next++)
      versions[n] = await stack.upload(fileKey(n), smallFile(n))
  }
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, uploadOneByOne))
  return versions
}

export function fileKey(n: number): string {
  return `airports/small-${String(n).padStart(5, '0')}.csv`
}

interface Depth {
  readonly visible: number
  readonly inFlight: number
}

export async function depth(stack: Stack, queueUrl: string | undefined): Promise<Depth> {
  const { Attributes } = await stack.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  )
  return {
    visible: Number(Attributes?.ApproximateNumberOfMessages),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
  }
}

export async function service(stack: Stack) {
  const { ClusterName: cluster, LoadQueueServiceName: name = '' } = stack.outputs
  const { services } = await stack.ecs.send(new DescribeServicesCommand({ cluster, services: [name] }))
  const found = services?.[0]
  return {
    desired: found?.desiredCount ?? 0,
    running: found?.runningCount ?? 0,
    /** Whether as many tasks run as should, and no deployment is under way. */
    steady:
      found?.runningCount === found?.desiredCount &&
      found?.deployments?.every(({ rolloutState }) => rolloutState === 'COMPLETED'),
  }
}

export async function hasTasks(stack: Stack, count: number, timeout: number): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await service(stack)).toEqual({ desired: count, running: count, steady: true })
    },
    { timeout, interval: 250 },
  )
}

/** Of the service, those that have ended. */
export async function stoppedTasks({ ecs, outputs }: Stack): Promise<Task[]> {
  const { ClusterName: cluster, LoadQueueServiceName: serviceName } = outputs
  const stopped: Task[] = []
  const pages = paginateListTasks(
    { client: ecs, pageSize: DESCRIBED_AT_ONCE },
    { cluster, serviceName, desiredStatus: 'STOPPED' },
  )
  for await (const { taskArns = [] } of pages) {
    if (taskArns.length === 0) continue
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))
    stopped.push(...tasks)
  }
  return stopped
}

/** The lines that the workers wrote, those of all tasks one after another. */
export function logLines({ dataFolder }: Stack): Record<string, unknown>[] {
  const folder = join(dataFolder, 'logs')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('load-queue') && name.endsWith('.log'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

interface Loads {
  /** How many loads have which status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Over all of them. */
  readonly rowsWritten: number
  /** How many took more than one attempt. */
  readonly repeated: number
}

async function loads({ dynamodb, outputs }: Stack): Promise<Loads> {
  const statuses: Record<string, number> = {}
  let rowsWritten = 0
  let repeated = 0
  for await (const { Items = [] } of paginateScan(
    { client: dynamodb },
    { TableName: outputs.LedgerTableName },
  ))
    for (const item of Items) {
      const status = item.object?.S?.startsWith('s3://') ? item.status?.S : leaseStatus(item)
      if (status === undefined) continue
      statuses[status] = (statuses[status] ?? 0) + 1
      rowsWritten += Number(item.rowsWritten?.N ?? 0)
      if (Number(item.attempt?.N) > 1) repeated++
    }
  return { statuses, rowsWritten, repeated }
}

/** A worker that is killed behind its last write to the ledger leaves a lease: it runs out by itself. */
function leaseStatus({ object, expiresAt }: Record<string, AttributeValue>): string | undefined {
  return object?.S?.startsWith('lease#s3://') && Number(expiresAt?.N) > Date.now() ? 'leased' : undefined
}

/** Waits until the queue is empty and the ledger shows these statuses and nothing else: no load open, no lease held. */
export async function loadsEnd(stack: Stack, statuses: Loads['statuses'], timeout: number): Promise<Loads> {
  return vi.waitFor(
    async () => {
      // A scan of the ledger is dear: the queue is asked first.
      expect(await depth(stack, stack.outputs.LoadsQueueUrl)).toEqual({ visible: 0, inFlight: 0 })
      const found = await loads(stack)
      expect(found.statuses).toEqual(statuses)
      return found
    },
    { timeout, interval: 500 },
  )
}

/** What is wrong with the table, where the files 0 to `files` - 1 should be in it. */
export async function rowFaults({ dynamodb, outputs }: Stack, files: number): Promise<string[]> {
  const check = createRowCheck(files)
  for await (const { Items = [] } of paginateScan(
    { client: dynamodb },
    { TableName: outputs.AirportsTableName },
  ))
    for (const item of Items) check.row(item)
  return check.faults()
}
