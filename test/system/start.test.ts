import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './variants.ts'

// `npm start` as a person runs it: a process, its words, its signals.

const data = mkdtempSync(join(tmpdir(), 'stevedore-start-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

describe('npm start', () => {
  let run: ReturnType<typeof start>
  beforeAll(async () => {
    run = start('--port', '0', '--data', data)
    await run.said(/^ready http:\/\/127\.0\.0\.1:\d+$/m)
  })
  afterAll(() => run.child.kill('SIGKILL'))

  test('has the sample rows in their tables when it is ready', async () => {
    const dynamodb = client(run.output())
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
    expect(run.output()).toMatch(/aws s3 cp \S+ s3:\/\/stevedore-local-landingbucket-[0-9a-f]{8}\//)
  })

  test('refuses a second one over the same data', async () => {
    const second = start('--port', '0', '--data', data)
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/is in use by another npm start/)
    expect(second.output()).not.toMatch(/\n\s+at /)
  })

  test('leaves no process behind after Ctrl-C, and finds its data again at the next start', async () => {
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
    expect(workersUnder(data)).toEqual([])

    const again = start('--port', '0', '--data', data, '--no-samples')
    await again.said(/^ready /m)
    const { Count } = await client(again.output()).send(
      new ScanCommand({ TableName: 'stevedore-local-airports', Select: 'COUNT' }),
    )
    expect(Count).toBe(3376)
    again.child.kill('SIGTERM')
    expect(await again.ended).toBe(0)
  })
})

describe('npm start tells in one message', () => {
  test('that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    const { port } = other.address() as { port: number }
    const run = start('--port', String(port), '--data', join(data, 'port'))
    expect(await run.ended).toBe(1)
    other.close()
    expect(run.output()).toContain(`Port ${port} is in use`)
    expect(run.output()).not.toMatch(/\n\s+at /)
  })

  test('every argument that is wrong', async () => {
    const run = start('--port', 'x', '--speed', '0')
    expect(await run.ended).toBe(64)
    expect(run.output()).toMatch(/--port is "x"[\s\S]*--speed is "0"/)
  })

  test('a parameter that cannot be used', async () => {
    const run = start(
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

function start(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, ['local/start.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    child,
    ended,
    output: () => output,
    said: (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const check = () => pattern.test(output) && resolve()
        listeners.add(check)
        check()
        void ended.then((code) => reject(new Error(`It ended with ${code} and said:\n${output}`)))
      }),
  }
}

function client(output: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: /^ready (\S+)$/m.exec(output)?.[1] ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
}

/** Processes whose working folder or arguments lie below the data folder. */
function workersUnder(folder: string): string[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter(
      (line) =>
        line.includes(folder) || (/load-(queue|object)\.mjs/.test(line) && cwdOf(line).startsWith(folder)),
    )
}

function cwdOf(line: string): string {
  try {
    return execFileSync('readlink', [`/proc/${line.trim().split(' ')[0]}/cwd`], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
