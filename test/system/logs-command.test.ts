import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from './run.ts'
import { startStack } from './stack.ts'
import { root } from './variants.ts'

// `npm run logs` as a person uses it, on the whole stack.

const BODY = 'iata,name,city,state,country,latitude,longitude\nONE,n,c,IL,USA,1,2\n'

let stack: Awaited<ReturnType<typeof startStack>>
let endpoint: string
beforeAll(async () => {
  stack = await startStack()
  const { protocol = '', hostname, port } = (await stack.s3.config.endpoint?.()) ?? {}
  endpoint = `${protocol}//${hostname}:${port}`
})
afterAll(() => stack?.close())

const logs = (...args: string[]) => command(root, endpoint, 'logs', ...args)

async function loaded(key: string): Promise<void> {
  await stack.settled(key, await stack.upload(key, BODY), 'loaded')
}

test('the log of a task is followed, line by line, and Ctrl-C ends that at once', async () => {
  const run = logs('load-queue', '--follow')
  await loaded('airports/followed.csv')
  await run.said(/The load ends: loaded .*airports\/followed\.csv/)
  const interrupted = performance.now()
  run.kill('SIGINT')
  expect(await run.ended, run.output()).toBe(130)
  expect(performance.now() - interrupted).toBeLessThan(2_000)
  const lines = run.output().trim().split('\n')
  expect(lines.filter((line) => line.includes('The load ends: loaded'))).toHaveLength(1)
  expect(lines[0]).toMatch(/^[0-9a-f]{4} {2}\d\d:\d\d:\d\d {2}/)
})

test('lines of one object are found, and given as they were written', async () => {
  await loaded('airports/one.csv')
  await loaded('airports/other.csv')
  const run = logs('load-queue', '--object', 'airports/one.csv', '--json')
  expect(await run.ended, run.output()).toBe(0)
  const lines = run
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ message }) => message)).toEqual(['The load begins', 'The load ends: loaded'])
  expect(lines[1]).toMatchObject({
    attempt: 1,
    FilesLoaded: 1,
    Stack: 'stevedore-local',
    Dataset: 'airports',
  })
})

test('a function whose log holds nothing says so', async () => {
  const run = logs('explain-stop', '--since', '1s')
  expect(await run.ended, run.output()).toBe(0)
  expect(run.output()).toContain('No lines.')
})
