import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { checkout } from './checkout.ts'
import { clientOf, start } from './run.ts'
import { root } from './variants.ts'

// A dataset of one's own, with nothing but what the README says: its blocks are what this test types in.

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const block = (language: string) => {
  const [, indent = '', text = ''] =
    new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)\\n *\`\`\``, 'm').exec(readme) ?? []
  return `${text
    .split('\n')
    .map((line) => line.slice(indent.length))
    .join('\n')}\n`
}

let folder: string
let run: ReturnType<typeof start> | undefined
beforeEach(() => {
  folder = checkout()
})
afterEach(async () => {
  run?.kill('SIGINT')
  await run?.ended
  rmSync(folder, { recursive: true, force: true })
})

describe('a dataset written from the README', () => {
  test('loads the file of the README, with the counts and the reject that it shows', async () => {
    writeFileSync(join(folder, 'datasets', 'temperatures.yml'), block('yaml'))
    run = start(folder, '--port', '0', '--no-samples')
    await run.said(/^ready /m)
    const client = clientOf(run.output())
    const [, bucket = ''] = /bucket +(\S+)/.exec(run.output()) ?? []
    const s3 = new S3Client(client)
    const dynamodb = new DynamoDBClient(client)

    const key = 'temperatures/november.csv'
    const { VersionId = '' } = await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: block('csv') }),
    )
    const item = await vi.waitFor(
      async () => {
        const { Item } = await dynamodb.send(
          new GetItemCommand({
            TableName: 'stevedore-local-ledger',
            Key: { object: { S: `s3://${bucket}/${key}` }, version: { S: VersionId } },
          }),
        )
        expect(Item?.status?.S).toBe('loaded')
        return Item
      },
      { timeout: 60_000, interval: 100 },
    )
    expect(item).toMatchObject({ rowsRead: { N: '3' }, rowsWritten: { N: '2' }, rowsRejected: { N: '1' } })
    const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'stevedore-local-temperatures' }))
    expect(Items).toContainEqual({ station: { S: 'DUS' }, day: { S: '2026-11-01' }, celsius: { N: '7.25' } })

    const results = bucket.replace(/landingbucket.*/, '')
    const rejectsBucket = (await s3.send(new ListBucketsCommand({}))).Buckets?.find(({ Name }) =>
      Name?.startsWith(`${results}resultsbucket`),
    )
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: rejectsBucket?.Name, Key: item?.rejectsKey?.S }),
    )
    expect(JSON.parse((await Body?.transformToString()) ?? '')).toEqual(JSON.parse(block('json')))
  })

  test('with mistakes is told with file, line and remedy, all at once', async () => {
    writeFileSync(
      join(folder, 'datasets', 'temperatures.yml'),
      block('yaml').replace('day: date', 'day: datum').replace('min: -90, max: 60', 'min: 90, max: 60'),
    )
    run = start(folder, '--port', '0', '--no-samples')
    expect(await run.ended).toBe(1)
    expect(run.output()).toMatch(/datasets\/temperatures\.yml:8: .*datum/)
    expect(run.output()).toMatch(/datasets\/temperatures\.yml:9: .*90/)
    expect(run.output()).not.toMatch(/\n\s+at /)
  })
})
