import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import {
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { Clock } from './clock.ts'

/** Real files of vega-datasets, and the keys under which the datasets of this repository expect them. */
const SAMPLES = [
  { file: 'airports.csv', key: 'airports/airports.csv' },
  { file: 'zipcodes.csv', key: 'zipcodes/zipcodes.csv' },
  { file: 'unemployment.tsv', key: 'unemployment/unemployment.tsv' },
] as const

const FOLLOW_EVERY_MS = 200
const TERMINAL = new Set(['loaded', 'rejected', 'failed', 'superseded', 'gone', 'ignored'])

/** Uploads the samples that are not loaded yet and follows each to its end, or to the deadline. Resolves to true when all are loaded. */
export async function loadSamples(options: {
  root: string
  endpoint: string
  region: string
  outputs: Readonly<Record<string, string>>
  clock: Clock
  deadlineMs: number
  signal: AbortSignal
  print: (line: string) => void
}): Promise<boolean> {
  const client = {
    endpoint: options.endpoint,
    region: options.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }
  const s3 = new S3Client(client)
  const dynamodb = new DynamoDBClient(client)
  const bucket = options.outputs.LandingBucketName ?? ''
  const vega = join(options.root, 'node_modules', 'vega-datasets', 'data')

  async function ledgerItem(key: string, versionId: string) {
    const { Item } = await dynamodb.send(
      new GetItemCommand({
        TableName: options.outputs.LedgerTableName,
        Key: { object: { S: `s3://${bucket}/${key}` }, version: { S: versionId } },
        ConsistentRead: true,
      }),
    )
    return Item
  }

  async function upload(sample: (typeof SAMPLES)[number]): Promise<string> {
    const there = await s3
      .send(new HeadObjectCommand({ Bucket: bucket, Key: sample.key }))
      .catch((error: { name?: string }): HeadObjectCommandOutput | undefined => {
        if (error.name === 'NotFound') return undefined
        throw error
      })
    if (there?.VersionId && (await ledgerItem(sample.key, there.VersionId))?.status?.S === 'loaded')
      return there.VersionId
    const Body = readFileSync(join(vega, sample.file))
    options.print(`uploading ${sample.key} (${Body.length.toLocaleString('en')} bytes)`)
    return (await s3.send(new PutObjectCommand({ Bucket: bucket, Key: sample.key, Body }))).VersionId ?? ''
  }

  async function follow(sample: (typeof SAMPLES)[number]): Promise<boolean> {
    const versionId = await upload(sample)
    for (const end = options.clock.now() + options.deadlineMs; options.clock.now() < end; ) {
      options.signal.throwIfAborted()
      const item = await ledgerItem(sample.key, versionId)
      const status = item?.status?.S ?? ''
      if (TERMINAL.has(status)) {
        const rows = Number(item?.rowsWritten?.N ?? 0).toLocaleString('en')
        options.print(
          `${status.padEnd(9)} ${sample.key}: ${rows} rows, ${item?.rowsRejected?.N ?? 0} rejected`,
        )
        return status === 'loaded'
      }
      await options.clock.sleep(FOLLOW_EVERY_MS, options.signal)
    }
    options.print(`${sample.key} is not loaded yet; it goes on in the background. Its tasks' logs say more.`)
    return false
  }

  try {
    return (await Promise.all(SAMPLES.map(follow))).every(Boolean)
  } finally {
    s3.destroy()
    dynamodb.destroy()
  }
}
