import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { ListQueuesCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailsWith } from './mails.ts'
import { clientOf, invoke, invokeFunction, start } from './run.ts'
import { root } from './variants.ts'
import { workersUnder } from './worker-processes.ts'

// `npm start` as a person runs it: a process, its words, its signals.

const data = mkdtempSync(join(tmpdir(), 'stevedore-start-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

describe('npm start', () => {
  let run: ReturnType<typeof start>
  beforeAll(async () => {
    run = start(root, '--port', '0', '--data', data)
    await run.said(/^ready http:\/\/127\.0\.0\.1:\d+$/m)
  })
  afterAll(() => run.kill('SIGKILL'))

  test('has the sample rows in their tables when it is ready', async () => {
    const dynamodb = new DynamoDBClient(clientOf(run.output()))
    const count = async (TableName: string) => {
      let total = 0
      let ExclusiveStartKey: Record<string, never> | undefined
      do {
        const page = await dynamodb.send(
          new ScanCommand({ TableName, Select: 'COUNT', ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
        )
        total += page.Count ?? 0
        ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey
      } while (ExclusiveStartKey)
      return total
    }
    expect(await count('stevedore-local-airports')).toBe(3376)
    expect(await count('stevedore-local-zipcodes')).toBe(42_049)
    expect(await count('stevedore-local-unemployment')).toBeGreaterThan(3000)
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: 'stevedore-local-zipcodes', Key: { zip_code: { S: '00501' } } }),
    )
    expect(Item?.city?.S).toBe('Holtsville')
  })

  test('loads the large file by a task of its own, the small ones by the service', () => {
    expect(run.output()).toMatch(/load-object [0-9a-f]{4}/)
    const tasks = readdirSync(join(data, 'logs', 'ecs', 'stevedore-local'))
    expect(tasks.sort()).toEqual(['load-object', 'load-queue'])
  })

  test('says how to use it', () => {
    expect(run.output()).toMatch(/export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+/)
    // Version 1 of the AWS CLI reads this name alone.
    expect(run.output()).toMatch(/ AWS_DEFAULT_REGION=\S+$/m)
    expect(run.output()).toMatch(/aws s3 cp \S+ s3:\/\/stevedore-local-landingbucket-[0-9a-f]{8}\//)
  })

  test('gives an event to a worker, and tells what is wrong with one', async () => {
    const { endpoint } = clientOf(run.output())
    const good = invoke(root, endpoint, 'load-object', 'events/load-object/airports.json')
    expect(await good.ended).toBe(0)
    expect(good.output()).toContain('"status":"loaded"')

    const bad = invoke(root, endpoint, 'load-object', 'README.md')
    expect(await bad.ended).toBe(64)
    expect(bad.output()).toMatch(/^The event in \S+README\.md is not JSON: .+\n$/)

    const lost = invoke(root, endpoint, 'load-object', 'events/load-object/airports.json', '--stage', 'moon')
    expect(await lost.ended).toBe(64)
    expect(lost.output()).toMatch(
      /^The task definition stevedore-moon-load-object .+[^.]\. Is npm start running there\?\n$/,
    )
  })

  test('gives an event to the audit, and to functions by the framework', async () => {
    const { endpoint } = clientOf(run.output())
    const audit = invoke(root, endpoint, 'audit', 'events/audit/nothing-is-young.json')
    expect(await audit.ended, audit.output()).toBe(0)
    expect(audit.output()).toContain('"message":"The audit ends"')
    const launch = invokeFunction(root, endpoint, 'launch-load', 'events/launch-load/large-object.json')
    expect(await launch.ended, launch.output()).toBe(0)
    expect(launch.output()).toContain('"batchItemFailures": []')
    const stop = invokeFunction(root, endpoint, 'explain-stop', 'events/explain-stop/killed.json')
    expect(await stop.ended, stop.output()).toBe(0)
    expect(stop.output()).toContain('"class":"killed"')
    const [mail = ''] = mailsWith({ dataFolder: data }, 'Task killed')
    expect(mail).toMatch(/^Subject: \[stevedore-local\] Task killed/m)
  })

  test('refuses a second one over the same data', async () => {
    const second = start(root, '--port', '0', '--data', data)
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/is in use by another npm start/)
    expect(second.output()).not.toMatch(/\n\s+at /)
  })

  test('leaves no process behind after Ctrl-C, and finds its rows and messages again at the next start', async () => {
    const { QueueUrls: [QueueUrl] = [] } = await new SQSClient(clientOf(run.output())).send(
      new ListQueuesCommand({ QueueNamePrefix: 'stevedore-local-LoadsDeadLetter' }),
    )
    await new SQSClient(clientOf(run.output())).send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'a letter of yesterday' }),
    )
    run.kill('SIGINT')
    expect(await run.ended).toBe(0)
    expect(workersUnder(data)).toEqual([])

    const again = start(root, '--port', '0', '--data', data, '--no-samples')
    await again.said(/^ready /m)
    const { Count } = await new DynamoDBClient(clientOf(again.output())).send(
      new ScanCommand({ TableName: 'stevedore-local-airports', Select: 'COUNT' }),
    )
    expect(Count).toBe(3376)
    const queue = new URL(QueueUrl ?? '').pathname
    const { Messages } = await new SQSClient(clientOf(again.output())).send(
      new ReceiveMessageCommand({ QueueUrl: new URL(queue, clientOf(again.output()).endpoint).href }),
    )
    expect(Messages?.map(({ Body }) => Body)).toEqual(['a letter of yesterday'])
    again.kill('SIGTERM')
    expect(await again.ended).toBe(0)
  })
})

test('one Ctrl-C ends npm start in the midst of its start', async () => {
  const folder = join(data, 'cut-off')
  const run = start(root, '--port', '0', '--data', folder, '--no-samples')
  await run.said(/^starting what the template says/m)
  run.kill('SIGINT')
  expect(await run.ended, run.output()).toBe(0)
  expect(workersUnder(folder)).toEqual([])
})

describe('npm start tells in one message', () => {
  test('that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const run = start(root, '--port', String(port), '--data', join(data, 'port'))
    expect(await run.ended).toBe(1)
    other.close()
    expect(run.output()).toContain(`Port ${port} is in use`)
    expect(run.output()).not.toMatch(/\n\s+at /)
  })

  test('every argument that is wrong', async () => {
    const run = start(root, '--port', 'x', '--speed', '0')
    expect(await run.ended).toBe(64)
    expect(run.output()).toMatch(/--port is "x"[\s\S]*--speed is "0"/)
  })

  test('a parameter that cannot be used', async () => {
    const run = start(
      root,
      '--port',
      '0',
      '--data',
      join(data, 'param'),
      '--param',
      'routeBytes=lots',
      '--param',
      'lunch=direct',
    )
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain('routeBytes is "lots", and has to be a whole number')
    expect(run.output()).toContain('there is no parameter lunch')
    expect(run.output()).not.toMatch(/\n\s+at /)
  })
})
