import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { ApiError } from '../protocol/api-error.ts'
import type { Database } from './database.ts'
import { nameInArn } from './queue-address.ts'
import { redriveOf } from './queue-attributes.ts'
import type { Queue, QueueStore } from './queue-store.ts'
import type { Wakeups } from './wakeups.ts'

/** A redrive: the messages of a dead-letter queue on their way to another queue. */
export interface MoveTask {
  readonly handle: string
  readonly sourceArn: string
  /** Absent: each message goes back to the queue it died in. */
  readonly destinationArn?: string | undefined
  readonly perSecondMax?: number | undefined
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED'
  readonly failure?: string
  readonly moved: number
  readonly toMove: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

export type MoveTasks = ReturnType<typeof createMoveTasks>

// AWS: AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
const PER_SECOND_MAX = 500

interface Deps {
  readonly clock: Clock
  readonly database: Database
  readonly queues: QueueStore
  readonly wakeups: Wakeups
}

export function createMoveTasks({ clock, database, queues, wakeups }: Deps) {
  const closing = new AbortController()
  const running = new Map<string, Promise<void>>()
  const sql = {
    put: database.prepare('insert or replace into moveTask values (?, ?, ?, ?)'),
    get: database.prepare('select json from moveTask where handle = ?'),
    list: database.prepare('select json from moveTask where source = ? order by startedAt desc limit ?'),
    unfinished: database.prepare(
      `select json from moveTask where json ->> 'status' in ('RUNNING', 'CANCELLING')`,
    ),
    waiting: database.prepare('select count(*) count from message where queue = ? and visibleAt <= ?'),
    next: database.prepare(`select sequence, sourceArn from message
      where queue = ? and visibleAt <= ? order by visibleAt, sequence limit 1`),
    move: database.prepare(`update message set queue = :queue, id = :id, sourceArn = null, receipt = null,
      sentAt = :now, arrivedAt = :now, visibleAt = :now, receivedAt = null, firstReceivedAt = null,
      receives = 0, receivesBefore = 0 where sequence = :sequence`),
  }

  function put(task: MoveTask): MoveTask {
    sql.put.run(task.handle, task.sourceArn, task.startedAt, JSON.stringify(task))
    return task
  }

  function get(handle: string): MoveTask | undefined {
    const row = sql.get.get(handle)
    return row && JSON.parse(String(row.json))
  }

  /** Moves one message; returns the task as it is afterwards. */
  function step(task: MoveTask): MoveTask {
    if (task.status === 'CANCELLING') return put({ ...task, status: 'CANCELLED' })
    const now = clock.now()
    const message = task.moved < task.toMove ? sql.next.get(nameInArn(task.sourceArn), now) : undefined
    if (!message) return put({ ...task, status: 'COMPLETED' })
    const destinationArn = task.destinationArn ?? message.sourceArn
    const destination = destinationArn ? queues.find(nameInArn(String(destinationArn))) : undefined
    if (!destination) {
      // SQS does not know where a message comes from that somebody sent to the dead-letter queue.
      const failure = destinationArn
        ? 'AWS.SimpleQueueService.NonExistentQueue'
        : 'CouldNotDetermineMessageSource'
      return put({ ...task, status: 'FAILED', failure })
    }
    sql.move.run({ sequence: Number(message.sequence), queue: destination.name, id: randomUUID(), now })
    wakeups.wake(destination.name)
    return put({ ...task, moved: task.moved + 1 })
  }

  async function run(handle: string): Promise<void> {
    while (!closing.signal.aborted) {
      const task = get(handle)
      if (!task || (task.status !== 'RUNNING' && task.status !== 'CANCELLING')) return
      database.transaction(() => step(task))
      await pause(1_000 / (task.perSecondMax ?? PER_SECOND_MAX))
    }
  }

  async function pause(milliseconds: number): Promise<void> {
    await clock.sleep(milliseconds, closing.signal).catch((error) => {
      if (!closing.signal.aborted) throw error
    })
  }

  function list(source: Queue, max: number): MoveTask[] {
    return sql.list.all(source.arn, max).map(({ json }) => JSON.parse(String(json)))
  }

  function begin({ handle }: MoveTask): void {
    running.set(
      handle,
      run(handle).finally(() => running.delete(handle)),
    )
  }

  for (const row of sql.unfinished.all()) begin(JSON.parse(String(row.json)))

  return {
    start(source: Queue, options: Pick<MoveTask, 'destinationArn' | 'perSecondMax'>): MoveTask {
      if (sourcesOf(queues, source).length === 0) {
        throw new ApiError(
          'InvalidParameterValue',
          `Source queue must be configured as a Dead Letter Queue: ${source.name}.`,
        )
      }
      if (list(source, 1)[0]?.status === 'RUNNING') {
        throw new ApiError(
          'AWS.SimpleQueueService.UnsupportedOperation',
          `There is already a task running for ${source.name}: wait for it, or cancel it.`,
        )
      }
      const now = clock.now()
      const task = put({
        handle: randomUUID(),
        sourceArn: source.arn,
        ...options,
        status: 'RUNNING',
        moved: 0,
        toMove: Number(sql.waiting.get(source.name, now)?.count),
        startedAt: now,
      })
      begin(task)
      return task
    },
    list,
    cancel(handle: string): MoveTask {
      const task = get(handle)
      if (task?.status !== 'RUNNING') {
        throw new ApiError(
          'ResourceNotFoundException',
          `No message move task with handle ${handle} is running.`,
          404,
        )
      }
      return put({ ...task, status: 'CANCELLING' })
    },
    close: async () => {
      closing.abort()
      await Promise.all(running.values())
    },
  }
}

/** The queues whose dead letters this one takes. */
export function sourcesOf(queues: QueueStore, deadLetters: Queue): Queue[] {
  return queues
    .list()
    .filter(({ attributes }) => redriveOf(attributes)?.deadLetterTargetArn === deadLetters.arn)
}
