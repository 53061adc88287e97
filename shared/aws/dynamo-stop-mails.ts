import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import { CLASS_WORDS } from '../stop/class-words.ts'
import type { Claim, DigestEntry, StopMails } from '../stop/stop-mails.ts'
import { fromAttribute, toAttributes } from './attribute-values.ts'
import { throwExplained } from './explain-error.ts'
import { queryPages } from './query-pages.ts'

/** Longer than a message lives in a queue and its dead-letter queue: 14 days each. */
const KEPT_DAYS = 30
const DAY_MS = 86_400_000

/** Sort keys of items that are no entry of a digest. Entries have the ARN of their task. */
const MAIL = 'mail'
const COUNT = 'count'

const claimed = z.object({ sentAt: z.exactOptional(z.string()), digest: z.exactOptional(z.string()) })
const entry = z.pipe(
  z.object({ version: z.string(), class: z.string(), subject: z.string() }),
  z.transform(
    ({ version, class: stop, subject }): DigestEntry => ({
      taskArn: version,
      // Of another release it may be one that has no words here.
      class: Object.hasOwn(CLASS_WORDS, stop) ? (stop as DigestEntry['class']) : 'unknown',
      subject,
    }),
  ),
)

interface Key {
  readonly object: string
  readonly version: string
}

const ofStop = (taskArn: string): Key => ({ object: `stop#${taskArn}`, version: MAIL })
const ofDigest = (window: string, version = MAIL): Key => ({ object: `stop-digest#${window}`, version })

/** Beside the loads in the ledger's table, where the items of versions begin with `s3://`. DynamoDB deletes these in time. */
export function createDynamoStopMails(deps: {
  client: Pick<DynamoDBClient, 'send'>
  table: string
}): StopMails {
  const { client, table } = deps

  return {
    claimStop: (taskArn, now, until) => claim(ofStop(taskArn), now, until),
    stopTold: (taskArn, now) => told(ofStop(taskArn), now),
    digestTold: (window, now) => told(ofDigest(window), now),

    async claimDigest(window, now, until) {
      const answer = await claim(ofDigest(window), now, until)
      if (answer.kind === 'in-digest') throw new TypeError(`The digest ${window} cannot stand in another`)
      return answer
    },

    async countMail(window, now) {
      const { Attributes } = await client
        .send(
          new UpdateItemCommand({
            TableName: table,
            Key: toAttributes(ofDigest(window, COUNT)),
            UpdateExpression: 'ADD #mails :one SET #forgetAt = :forgetAt',
            ExpressionAttributeNames: { '#mails': 'mails', '#forgetAt': 'forgetAt' },
            ExpressionAttributeValues: toAttributes({ ':one': 1, ':forgetAt': forgetAt(now) }),
            ReturnValues: 'UPDATED_NEW',
          }),
        )
        .catch(explained('UpdateItem'))
      return Number(Attributes?.mails?.N)
    },

    async addToDigest(window, { taskArn, class: stop, subject }, now) {
      const item = { ...ofDigest(window, taskArn), class: stop, subject, forgetAt: forgetAt(now) }
      await client
        .send(new PutItemCommand({ TableName: table, Item: toAttributes(item) }))
        .catch(explained('PutItem'))
      // First the entry, then the look: whoever tells the digest claims it first and reads the entries after.
      if (await read(ofDigest(window))) return 'closed'
      const { object, version } = ofStop(taskArn)
      await update(
        { object, version },
        'SET #digest = :digest',
        { '#digest': 'digest' },
        { ':digest': window },
      )
      return 'added'
    },

    async digest(window) {
      const pages = queryPages(client, {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: '#object = :object AND begins_with(#version, :task)',
        ExpressionAttributeNames: { '#object': 'object', '#version': 'version' },
        ExpressionAttributeValues: toAttributes({ ':object': ofDigest(window).object, ':task': 'arn:' }),
      })
      const entries: DigestEntry[] = []
      for await (const items of pages) entries.push(...items.map((item) => entry.parse(plain(item))))
      return entries
    },
  }

  async function claim(key: Key, now: number, until: number): Promise<Claim> {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: toAttributes(key),
          UpdateExpression: 'SET #claimedUntil = :until, #forgetAt = :forgetAt',
          ConditionExpression:
            'attribute_not_exists(#object) OR (attribute_not_exists(#sentAt) AND attribute_not_exists(#digest) AND #claimedUntil < :now)',
          ExpressionAttributeNames: {
            '#object': 'object',
            '#claimedUntil': 'claimedUntil',
            '#sentAt': 'sentAt',
            '#digest': 'digest',
            '#forgetAt': 'forgetAt',
          },
          ExpressionAttributeValues: toAttributes({
            ':until': until,
            ':now': now,
            ':forgetAt': forgetAt(now),
          }),
        }),
      )
      return { kind: 'claimed' }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) {
        return throwExplained(error, `UpdateItem in table ${table}`)
      }
    }
    const { sentAt, digest } = claimed.parse((await read(key)) ?? {})
    if (sentAt !== undefined) return { kind: 'told' }
    return digest === undefined ? { kind: 'held' } : { kind: 'in-digest', window: digest }
  }

  async function told(key: Key, now: number): Promise<void> {
    const sentAt = new Date(now).toISOString()
    await update(key, 'SET #sentAt = :sentAt', { '#sentAt': 'sentAt' }, { ':sentAt': sentAt })
  }

  async function update(
    key: Key,
    UpdateExpression: string,
    ExpressionAttributeNames: Record<string, string>,
    values: Record<string, string>,
  ): Promise<void> {
    await client
      .send(
        new UpdateItemCommand({
          TableName: table,
          Key: toAttributes(key),
          UpdateExpression,
          ExpressionAttributeNames,
          ExpressionAttributeValues: toAttributes(values),
        }),
      )
      .catch(explained('UpdateItem'))
  }

  async function read(key: Key): Promise<Record<string, unknown> | undefined> {
    const { Item } = await client
      .send(new GetItemCommand({ TableName: table, Key: toAttributes(key), ConsistentRead: true }))
      .catch(explained('GetItem'))
    return Item && plain(Item)
  }

  function explained(action: string): (error: unknown) => never {
    return (error) => throwExplained(error, `${action} in table ${table}`)
  }
}

function plain(item: Record<string, AttributeValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, fromAttribute(value)]))
}

/** Seconds since 1970, as DynamoDB's time to live wants it. */
function forgetAt(now: number): number {
  return Math.ceil((now + KEPT_DAYS * DAY_MS) / 1000)
}
