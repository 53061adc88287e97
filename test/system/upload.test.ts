import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { objectCreated, queueIsEmpty } from './deliveries.ts'
import { counts, startStack } from './stack.ts'

// Through S3, EventBridge, the loads queue and the service, as packaged for a laptop.

const HEADER = 'iata,name,city,state,country,latitude,longitude'
const GOOD = "ORD,Chicago O'Hare,Chicago,IL,USA,41.979595,-87.90446417"
const NEIGHBOUR = '"LIT","Adams Field, ""the"" one",Little Rock,AR,USA,34.72939611,-92.22424556'

let stack: Awaited<ReturnType<typeof startStack>>
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.close())

describe('a file in the landing bucket', () => {
  test('becomes rows in the table of its dataset, and a ledger item with exact counts', async () => {
    const key = 'airports/2026/first.csv'
    const version = await stack.upload(key, `${HEADER}\n${GOOD}\n${NEIGHBOUR}\n`)
    const item = await stack.settled(key, version, 'loaded')
    expect(counts(item)).toEqual({ read: 2, written: 2, rejected: 0, duplicate: 0 })
    expect(item).toMatchObject({ dataset: { S: 'airports' }, attempt: { N: '1' } })

    const rows = await stack.rows(stack.outputs.AirportsTableName)
    expect(rows).toContainEqual({
      iata: { S: 'LIT' },
      name: { S: 'Adams Field, "the" one' },
      city: { S: 'Little Rock' },
      state: { S: 'AR' },
      country: { S: 'USA' },
      latitude: { N: '34.72939611' },
      longitude: { N: '-92.22424556' },
    })
  })

  test('with bad rows keeps the good ones, and each bad one with line, column, rule and value', async () => {
    const key = 'airports/bad rows.csv'
    const good = Array.from(
      { length: 100 },
      (_, index) => `X${String(index).padStart(2, '0')},n,c,IL,USA,1,2\n`,
    )
    const version = await stack.upload(key, `${HEADER}\n${good.join('')}YYY,n,c,IL,USA,91,2\nZZZ,only\n`)
    const item = await stack.settled(key, version, 'loaded', 'rejected')
    expect(item.status?.S).toBe('loaded')
    expect(counts(item)).toEqual({ read: 102, written: 100, rejected: 2, duplicate: 0 })
    const rejects = await stack.rejects(item.rejectsKey?.S)
    expect(rejects).toMatchObject([
      { line: 102, column: 'latitude', rule: 'max', value: '91', record: 101 },
      { line: 103, rule: 'cells', record: 102 },
    ])
    expect(rejects[0]?.byteOffset).toBe(HEADER.length + 1 + good.join('').length)
  })

  test('with more bad rows than the dataset allows ends as rejected, and says so', async () => {
    const key = 'airports/mostly bad.csv'
    const version = await stack.upload(key, `${HEADER}\nQQQ,n,c,IL,USA,1,2\nRRR,n,c,IL,USA,north,2\n`)
    const item = await stack.settled(key, version, 'rejected')
    expect(item.error?.M?.code?.S).toBe('rejects.over-limit')
    expect(await stack.rejects(item.rejectsKey?.S)).toHaveLength(1)
  })

  test.each([
    ['of no dataset', 'elsewhere/file.txt', 'text', 'ignored', undefined],
    ['that is empty', 'airports/empty.csv', '', 'rejected', 'file.empty'],
    [
      'without its key column',
      'airports/no key.csv',
      "name,city\nO'Hare,Chicago\n",
      'rejected',
      'file.header',
    ],
    ['that is a folder marker', 'airports/2027/', '', 'ignored', undefined],
  ])('%s ends at once, with its reason', async (_what, key, body, status, code) => {
    const version = await stack.upload(key, body)
    const item = await stack.settled(key, version, status)
    expect(item.error?.M?.message?.S).toBeTruthy()
    if (code) expect(item.error?.M?.code?.S).toBe(code)
  })

  test.each([
    'a b+c%2F é 🛳 "quoted" \\.csv',
    'x","name":"AWS_SECRET_ACCESS_KEY","value":"y.csv',
    'line\nfeed.csv',
  ])('F08 F09 loads under the key %j', async (name) => {
    const key = `airports/odd/${name}`
    const version = await stack.upload(key, `${HEADER}\n${GOOD}\n`)
    expect(counts(await stack.settled(key, version, 'loaded'))).toMatchObject({ written: 1 })
  })

  test('F01 has no second effect when its event is delivered again', async () => {
    const key = 'airports/twice.csv'
    const body = `${HEADER}\nTWI,n,c,IL,USA,1,2\n`
    const version = await stack.upload(key, body)
    const first = await stack.settled(key, version, 'loaded')
    for (let delivery = 0; delivery < 3; delivery += 1) {
      await stack.sqs.send(
        new SendMessageCommand({
          QueueUrl: stack.outputs.LoadsQueueUrl,
          MessageBody: objectCreated(stack.outputs.LandingBucketName, key, version, body.length),
        }),
      )
    }
    await queueIsEmpty(stack, stack.outputs.LoadsQueueUrl)
    expect(await stack.ledger(key, version)).toEqual(first)
  })

  test('F11 that no one can understand ends in the dead-letter queue with its reason', async () => {
    await stack.sqs.send(
      new SendMessageCommand({ QueueUrl: stack.outputs.LoadsQueueUrl, MessageBody: 'not JSON' }),
    )
    const [letter] = await stack.messages(stack.outputs.LoadsDeadLetterQueueUrl)
    expect(JSON.stringify(letter)).toContain('event.invalid')
  })
})
