import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListLayersCommand,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setup, until } from './setup.ts'

let lambda: Awaited<ReturnType<typeof setup>>
let client: LambdaClient

beforeAll(async () => {
  lambda = await setup()
  client = new LambdaClient(lambda.client)
})

afterAll(async () => {
  client.destroy()
  await lambda.close()
})

async function invoke(name: string, payload: unknown = {}) {
  const answer = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload), LogType: 'Tail' }),
  )
  return {
    answer: JSON.parse(answer.Payload?.transformToString() ?? ''),
    error: answer.FunctionError,
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
  }
}

function logOf(name: string): string {
  const folder = join(lambda.dataFolder, 'aws', 'lambda', name)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.log'),
  )
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
}

test('a CommonJS handler gets the event, the context and the environment that Lambda gives', async () => {
  await lambda.makeFunction(
    'echo',
    `exports.handler = async (event, context) => ({
       event, context, left: context.getRemainingTimeInMillis(), variables: process.env, folder: process.cwd() })`,
    { Environment: { Variables: { GREETING: 'hello' } }, Timeout: 9, MemorySize: 256 },
  )
  const { answer, error } = await invoke('echo', { some: ['thing', 1] })
  expect(error).toBeUndefined()
  expect(answer.event).toEqual({ some: ['thing', 1] })
  expect(answer.context).toMatchObject({
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    functionName: 'echo',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:echo',
    memoryLimitInMB: '256',
    logGroupName: '/aws/lambda/echo',
  })
  expect(answer.left).toBeGreaterThan(7000)
  expect(answer.left).toBeLessThanOrEqual(9000)
  expect(answer.variables).toMatchObject({
    GREETING: 'hello',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: lambda.endpoint,
    AWS_LAMBDA_FUNCTION_NAME: 'echo',
    LAMBDA_TASK_ROOT: answer.folder,
    _HANDLER: 'index.handler',
  })
  expect(Object.keys(answer.variables)).not.toContain('HOME')
  expect(Object.keys(answer.variables)).not.toContain('NODE_CHANNEL_FD')
})

test('handlers of modules, in folders, and with an export in an export are found', async () => {
  await lambda.makeFunction(
    'module',
    { 'deep/main.mjs': 'const x = await Promise.resolve(7); export const api = { run: async () => x }' },
    { Handler: 'deep/main.api.run' },
  )
  expect((await invoke('module')).answer).toBe(7)
})

test('an environment stays warm, and its first report tells how long the start took', async () => {
  await lambda.makeFunction('warm', 'let n = 0; exports.handler = async () => [process.pid, ++n]')
  const first = await invoke('warm')
  const second = await invoke('warm')
  expect(second.answer).toEqual([first.answer[0], 2])
  expect(first.log).toMatch(/REPORT RequestId: .*\tDuration: [\d.]+ ms\t.*\tInit Duration: [\d.]+ ms/)
  expect(second.log).not.toContain('Init Duration')
})

test('invocations at once each have an environment of their own, up to four', async () => {
  await lambda.makeFunction(
    'busy',
    'exports.handler = async () => { await new Promise((r) => setTimeout(r, 200)); return process.pid }',
  )
  const pids = await Promise.all(Array.from({ length: 6 }, async () => (await invoke('busy')).answer))
  expect(new Set(pids).size).toBe(4)
})

test('what a function writes is in its log, whole, between START and END, and in the tail', async () => {
  await lambda.makeFunction(
    'talker',
    `exports.handler = async () => {
       console.log('a', { b: 1 }); console.warn('careful')
       process.stderr.write('no line end'); process.stdout.write('é'.repeat(40_000) + '\\n')
     }`,
  )
  const { answer, log } = await invoke('talker')
  expect(answer).toBeNull()
  expect(Buffer.byteLength(log)).toBeLessThan(4 * 1024 + 10)
  await until(() => expect(logOf('talker')).toContain('REPORT'))
  const file = logOf('talker')
  expect(file).toMatch(/^START RequestId: (\S+) Version: \$LATEST\n/)
  expect(file).toMatch(/Z\t[0-9a-f-]{36}\tINFO\ta \{ b: 1 \}\n/)
  expect(file).toMatch(/\tWARN\tcareful\n/)
  expect(file).toContain('no line end\n')
  expect(file).toContain(`${'é'.repeat(40_000)}\n`)
  expect(file).toMatch(/END RequestId: \S+\nREPORT RequestId: \S+\t.*\n$/)
  expect(file).not.toContain('\u0000')
  expect(lambda.said).toContain(`${'talker'.padEnd(18)} a { b: 1 }`)
})

test('an error of the handler is the answer, with its type, message and trace', async () => {
  await lambda.makeFunction(
    'thrower',
    `class Odd extends Error { name = 'OddError' }; exports.handler = async () => { throw new Odd('no luck') }`,
  )
  expect(await invoke('thrower')).toMatchObject({
    error: 'Unhandled',
    answer: {
      errorType: 'OddError',
      errorMessage: 'no luck',
      trace: expect.arrayContaining(['OddError: no luck']),
    },
    log: expect.stringContaining('\tERROR\tInvoke Error \t{"errorType":"OddError"'),
  })
})

test('a function that takes too long is killed, and the next invocation gets a new environment', async () => {
  await lambda.makeFunction(
    'slow',
    'exports.handler = async (e) => { if (e.spin) for (;;); return process.pid }',
    { Timeout: 1 },
  )
  const { answer: pid } = await invoke('slow')
  const { answer, error, log } = await invoke('slow', { spin: true })
  expect(error).toBe('Unhandled')
  expect(answer).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
  })
  expect(log).toContain('Task timed out after 1.00 seconds')
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect((await invoke('slow')).answer).not.toBe(pid)
})

test.each([
  ['exits', 'exports.handler = async () => process.exit(3)', 'Runtime.ExitError', 'exit status 3'],
  [
    'throws outside of the promise',
    'exports.handler = () => new Promise(() => setTimeout(() => { throw new Error("late") }))',
    'Runtime.UnhandledException',
    'late',
  ],
  [
    'rejects nobody’s promise',
    'exports.handler = () => new Promise(() => { Promise.reject(new Error("lost")) })',
    'Runtime.UnhandledPromiseRejection',
    'lost',
  ],
  [
    'fills its memory',
    'exports.handler = async () => { const a = []; for (;;) a.push(new Array(1e5).fill({})) }',
    'Runtime.OutOfMemory',
    'signal: killed',
  ],
  ['cannot be loaded', 'throw new TypeError("at load")', 'TypeError', 'at load'],
  ['has a fault of syntax', 'exports.handler = (', 'Runtime.UserCodeSyntaxError', 'SyntaxError'],
  ['has no such export', 'exports.other = 1', 'Runtime.HandlerNotFound', 'index.handler is undefined'],
  ['requires what is not there', 'require("nowhere")', 'Runtime.ImportModuleError', 'nowhere'],
  [
    'wants a callback',
    'exports.handler = (event, context, callback) => callback()',
    'Runtime.CallbackHandlerDeprecated',
    'return a promise instead',
  ],
])('a function that %s answers with Lambda’s error', async (_what, code, type, message) => {
  const name = `bad-${type.replaceAll('.', '-')}`
  await lambda.makeFunction(name, code, { MemorySize: 128, Timeout: 10 })
  const { answer, error } = await invoke(name)
  expect(error).toBe('Unhandled')
  expect(answer).toMatchObject({ errorType: type, errorMessage: expect.stringContaining(message) })
})

test('an answer that is too large is an error, and so is a payload', async () => {
  await lambda.makeFunction('large', 'exports.handler = async ({ n }) => "x".repeat(n)')
  expect((await invoke('large', { n: 5_000_000 })).answer).toHaveLength(5_000_000)
  expect((await invoke('large', { n: 7_000_000 })).answer.errorType).toBe('Function.ResponseSizeTooLarge')
  await expect(invoke('large', { n: 1, more: 'x'.repeat(7_000_000) })).rejects.toMatchObject({
    name: 'RequestTooLargeException',
  })
})

test('variables of more than 4 KB are refused, measured as JSON', async () => {
  const made = (length: number) =>
    lambda.makeFunction('wordy', 'exports.handler = () => 1', {
      Environment: { Variables: { LIST: '"'.repeat(length) } },
    })
  const most = (4 * 1024 - '{"LIST":""}'.length - 1) / 2
  await made(most)
  await expect(made(most + 1)).rejects.toThrow('exceeded the 4KB limit')
})

test('functions are told by name and ARN, and one that is not there is named', async () => {
  await lambda.makeFunction('known', 'exports.handler = async () => 1')
  const { Configuration: configuration } = await client.send(
    new GetFunctionCommand({ FunctionName: 'known' }),
  )
  expect(configuration).toMatchObject({ FunctionName: 'known', Timeout: 3, MemorySize: 128, State: 'Active' })
  const arn = configuration?.FunctionArn as string
  expect(await client.send(new GetFunctionConfigurationCommand({ FunctionName: arn }))).toMatchObject({
    CodeSha256: configuration?.CodeSha256,
  })
  const { Functions: functions } = await client.send(new ListFunctionsCommand({}))
  expect(functions?.map(({ FunctionName: name }) => name)).toContain('known')
  await expect(client.send(new InvokeCommand({ FunctionName: 'unknown' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:unknown',
  })
  await expect(client.send(new ListLayersCommand({}))).rejects.toThrow('no Lambda action GET')
})

test('a version is reached by its ARN, and another version is not', async () => {
  await lambda.makeFunction('versioned', 'exports.handler = async (e, context) => context.invokedFunctionArn')
  const { physicalId } = await lambda.make('Version', 'V', { FunctionName: 'versioned' })
  expect(physicalId).toBe('arn:aws:lambda:us-east-1:000000000000:function:versioned:1')
  expect((await invoke(physicalId)).answer).toBe(physicalId)
  await expect(invoke('versioned:2')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('new code is in use at once, and the old code and its environments are gone', async () => {
  await lambda.makeFunction('changing', 'exports.handler = async () => [process.pid, process.cwd()]')
  const [pid, folder] = (await invoke('changing')).answer
  await lambda.makeFunction('changing', 'exports.handler = async () => ["new"]')
  expect((await invoke('changing')).answer).toEqual(['new'])
  expect(existsSync(folder)).toBe(false)
  await until(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'))
})

test('environments end with the runtime', async () => {
  const other = await setup()
  await other.makeFunction('one', 'exports.handler = async () => process.pid')
  const { payload: pid } = await other.plugin.invoke('one', {})
  await other.close()
  expect(() => process.kill(pid as number, 0)).toThrow('ESRCH')
})

test('environments end when the runtime is killed', async () => {
  const runtime = spawn(
    process.execPath,
    [join(import.meta.dirname, 'runtime-process.ts'), lambda.dataFolder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = await once(runtime.stdout, 'data')
  const pid = Number(line)
  expect(process.kill(pid, 0)).toBe(true)
  runtime.kill('SIGKILL')
  await until(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'))
})

test('what ran is counted, with what failed of it, once', async () => {
  await lambda.makeFunction(
    'sometimes',
    'exports.handler = async ({ fail }) => { if (fail) throw Error("no") }',
  )
  const counts = () => lambda.plugin.takeCounts().filter(({ name }) => name === 'sometimes')
  expect(counts()).toEqual([])
  await invoke('sometimes')
  await invoke('sometimes', { fail: true })
  expect(counts()).toEqual([{ name: 'sometimes', invocations: 2, errors: 1 }])
  expect(counts()).toEqual([])
})
