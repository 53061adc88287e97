import { createHash } from 'node:crypto'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import type { TextPosition } from '../format/record-cursor.ts'
import type { LoadId, LoadItem } from '../load/ledger.ts'
import { fromAttribute } from './attribute-values.ts'

/** Partitions of the index for each status, so that none is hot under many loads. */
const STATUS_SHARDS = 16

/** The partition of the index `byStatus` in which an item with this status lies. */
export function statusShard({ object, version }: LoadId, status: string): string {
  const byte = createHash('sha256').update(`${object}\n${version}`).digest()[0] ?? 0
  return `${status}#${byte % STATUS_SHARDS}`
}

/** All partitions of the index in which items with this status lie. */
export function statusShards(status: string): string[] {
  return Array.from({ length: STATUS_SHARDS }, (_, shard) => `${status}#${shard}`)
}

const text = z.exactOptional(z.string())
const count = z.exactOptional(z.number())

const position = z.looseObject({ byteOffset: z.number(), line: z.number(), records: z.number() })

/** What another release wrote may have another form: then the load begins anew, and its attempts still count. */
const checkpoint = z.union([
  z.object({
    attempt: z.number(),
    datasetsHash: z.string(),
    beganAt: text,
    etag: text,
    seekable: z.boolean(),
    position: z.pipe(
      position,
      z.transform((read): TextPosition => read),
    ),
    rowsRead: z.number(),
    rowsWritten: z.number(),
    rowsRejected: z.number(),
    rowsDuplicate: z.number(),
    parts: z.array(z.string()),
  }),
  z.object({ attempt: z.number() }),
])

const schema = z.object({
  object: z.string(),
  version: z.string(),
  status: z.enum(['queued', 'loading', 'loaded', 'rejected', 'failed', 'superseded', 'gone', 'ignored']),
  statusAt: z.string(),
  attempt: z.number(),
  fruitless: z.number(),
  owner: text,
  dataset: text,
  taskArn: text,
  sequencer: text,
  size: count,
  etag: text,
  uploadedAt: text,
  queuedAt: text,
  startedAt: text,
  settledAt: text,
  launch: z.exactOptional(
    z.looseObject({
      number: z.number(),
      capacity: text,
      size: text,
      notBefore: text,
      stops: z.exactOptional(z.array(z.string())),
    }),
  ),
  checkpoint: z.exactOptional(checkpoint),
  rowsRead: count,
  rowsWritten: count,
  rowsRejected: count,
  rowsDuplicate: count,
  bytes: count,
  rejectsKey: text,
  error: z.exactOptional(z.object({ code: z.string(), message: z.string(), line: count })),
})

/** An item of the ledger as DynamoDB gives it. Attributes that we do not know are left out. */
export function readLedgerItem(attributes: Record<string, AttributeValue>): LoadItem {
  return schema.parse(
    Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value)])),
  )
}
