import { ApiError } from '../protocol/api-error.ts'
import type { Site } from '../site.ts'
import type { Database } from './database.ts'
import { nameInArn, nameInUrl, queueArn } from './queue-address.ts'
import { allowsSource, INITIAL_ATTRIBUTES, type QueueAttributes, redriveOf } from './queue-attributes.ts'
import { noSuchQueue } from './sqs-error.ts'

export interface Queue {
  readonly name: string
  readonly arn: string
  /** As SQS tells them; the numbers are in seconds and bytes. */
  readonly attributes: QueueAttributes
  readonly tags: Readonly<Record<string, string>>
  readonly createdAt: number
  readonly modifiedAt: number
}

export type QueueStore = ReturnType<typeof createQueueStore>

// AWS: AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
const NAME = /^[A-Za-z0-9_-]{1,80}$/
const FIFO_NAME = /^[A-Za-z0-9_-]{1,75}\.fifo$/

export function createQueueStore(site: Pick<Site, 'region' | 'accountId' | 'clock'>, database: Database) {
  const queues = new Map<string, Queue>()
  const statements = {
    put: database.prepare('insert or replace into queue values (?, ?, ?, ?, ?)'),
    remove: database.prepare('delete from queue where name = ?'),
    empty: database.prepare('delete from message where queue = ?'),
    forget: database.prepare('delete from duplicate where queue = ?'),
  }
  for (const row of database.prepare('select * from queue').all()) {
    const name = String(row.name)
    queues.set(name, {
      name,
      arn: queueArn(site, name),
      attributes: JSON.parse(String(row.attributes)),
      tags: JSON.parse(String(row.tags)),
      createdAt: Number(row.createdAt),
      modifiedAt: Number(row.modifiedAt),
    })
  }

  function put(queue: Queue): Queue {
    const { name, attributes, tags, createdAt, modifiedAt } = queue
    statements.put.run(name, JSON.stringify(attributes), JSON.stringify(tags), createdAt, modifiedAt)
    queues.set(name, queue)
    return queue
  }

  function byName(name: string): Queue {
    const queue = queues.get(name)
    if (!queue) throw noSuchQueue(name)
    return queue
  }

  function checkDeadLetters(source: Queue): void {
    const target = redriveOf(source.attributes)?.deadLetterTargetArn
    if (!target) return
    const deadLetters = queues.get(nameInArn(target))
    const reason = !deadLetters
      ? 'Dead letter target does not exist.'
      : isFifo(deadLetters) !== isFifo(source)
        ? 'Dead-letter queue must be same type of queue as the source.'
        : allowsSource(deadLetters.attributes, source.arn)
          ? undefined
          : 'Queue does not allow this source in its RedriveAllowPolicy.'
    if (reason) {
      throw new ApiError(
        'InvalidParameterValue',
        `Value ${source.attributes.RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
      )
    }
  }

  return {
    byName,
    byUrl: (url: string) => byName(nameInUrl(url)),
    byArn: (arn: string) => byName(nameInArn(arn)),
    find: (name: string) => queues.get(name),
    list: () => [...queues.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    create(name: string, attributes: QueueAttributes, tags: Queue['tags'] = {}): Queue {
      const fifo = attributes.FifoQueue === 'true'
      if (!(fifo ? FIFO_NAME : NAME).test(name)) {
        throw new ApiError(
          'InvalidParameterValue',
          `Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length, with .fifo at the end of a FIFO queue's: ${name}`,
        )
      }
      const now = site.clock.now()
      const queue: Queue = {
        name,
        arn: queueArn(site, name),
        attributes: withoutEmpty({ ...INITIAL_ATTRIBUTES, ...attributes }),
        tags,
        createdAt: now,
        modifiedAt: now,
      }
      checkDeadLetters(queue)
      return put(queue)
    },
    /** Sets these attributes and keeps the others; `whole` sets all others back to their defaults. */
    setAttributes(queue: Queue, attributes: QueueAttributes, whole = false): Queue {
      const before = whole ? INITIAL_ATTRIBUTES : queue.attributes
      const changed: Queue = {
        ...queue,
        attributes: withoutEmpty({ ...before, ...attributes }),
        modifiedAt: site.clock.now(),
      }
      checkDeadLetters(changed)
      return put(changed)
    },
    setTags: (queue: Queue, tags: Queue['tags']) => put({ ...queue, tags }),
    remove: ({ name }: Queue) => {
      database.transaction(() => {
        statements.remove.run(name)
        statements.empty.run(name)
        statements.forget.run(name)
      })
      queues.delete(name)
    },
  }
}

export function isFifo(queue: Pick<Queue, 'name'>): boolean {
  return queue.name.endsWith('.fifo')
}

function withoutEmpty(attributes: QueueAttributes): QueueAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''))
}
