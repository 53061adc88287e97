import process from 'node:process'
import { QueryCommand } from '@aws-sdk/client-dynamodb'
import { statusShards } from '../../shared/aws/ledger-item.ts'
import { environmentOf, workerProcesses } from '../system/worker-processes.ts'
import type { Stack } from './service.ts'

const LOOK_EVERY_MS = 100
const KILL_EVERY_MS = 1_000

/**
 * Kills a worker of the queue that is in the middle of a load, and another one every second, until so many are dead or
 * `stop` is called.
 */
export function strikeWorkers(stack: Stack, kills: number, random: () => number, struck: () => void) {
  let stopped = false
  let wake: () => void = () => undefined
  const striking = strike()
  striking.catch(() => undefined)
  return {
    stop: async () => {
      stopped = true
      wake()
      await striking
    },
  }

  async function strike(): Promise<void> {
    for (let dead = 0; dead < kills && !stopped; ) {
      const loading = await loadingTasks(stack)
      const pids = workerProcesses('load-queue.mjs').filter((pid) => loading.has(taskOf(pid)))
      const pid = pids[Math.floor(random() * pids.length)]
      if (pid !== undefined) {
        process.kill(pid, 'SIGKILL')
        struck()
        dead++
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, pid === undefined ? LOOK_EVERY_MS : KILL_EVERY_MS)
      })
    }
  }
}

/** The ids of the tasks that hold a load. */
async function loadingTasks({ dynamodb, outputs }: Stack): Promise<Set<string>> {
  const answers = await Promise.all(
    statusShards('loading').map((shard) =>
      dynamodb.send(
        new QueryCommand({
          TableName: outputs.LedgerTableName,
          IndexName: 'byStatus',
          KeyConditionExpression: 'statusShard = :shard',
          ExpressionAttributeValues: { ':shard': { S: shard } },
        }),
      ),
    ),
  )
  return new Set(
    answers.flatMap(({ Items = [] }) => Items.map(({ taskArn }) => taskArn?.S?.split('/').at(-1) ?? '')),
  )
}

function taskOf(pid: number): string {
  const metadata = environmentOf(pid).find((variable) =>
    variable.startsWith('ECS_CONTAINER_METADATA_URI_V4='),
  )
  return metadata?.split('/').at(-1)?.split('-')[0] ?? ''
}
