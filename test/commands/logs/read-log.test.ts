import { expect, test } from 'vitest'
import { type LogEvent, readLog } from '../../../commands/logs/read-log.ts'
import { CloudwatchLogsError } from '../../../shared/aws/call-cloudwatch-logs.ts'

const START = 1_000_000

interface Asked {
  readonly startTime: number
  readonly nextToken?: string
}

/** A log that answers each look with the next of these, and a clock whose sleeps end at once, so many times. */
function setup(looks: readonly (readonly LogEvent[][] | Error)[]) {
  const asked: Asked[] = []
  const told: string[] = []
  const stop = new AbortController()
  let look = 0
  let rest: readonly LogEvent[][] = []
  const call = async (_action: string, input: unknown) => {
    const { startTime, nextToken } = input as Asked
    asked.push({ startTime, ...(nextToken === undefined ? {} : { nextToken }) })
    if (nextToken === undefined) {
      const next = looks[look++] ?? []
      if (next instanceof Error) throw next
      rest = next
    }
    const [events = [], ...more] = rest
    rest = more
    return { events, ...(more.length > 0 ? { nextToken: 'more' } : {}) }
  }
  const sleep = async (_milliseconds: number, signal?: AbortSignal) => {
    if (look >= looks.length) stop.abort(new Error('Ctrl-C'))
    signal?.throwIfAborted()
  }
  return {
    asked,
    told,
    stop,
    read: (follow: boolean) =>
      readLog(
        { logGroupName: '/ecs/s', logStreamNamePrefix: 'load-queue/', startTime: START },
        {
          call,
          clock: { sleep },
          signal: stop.signal,
          follow,
          onEvent: ({ message }) => told.push(message),
        },
      ),
  }
}

function line(message: string, timestamp = START): LogEvent {
  return { eventId: message, logStreamName: 'load-queue/load-queue/1', timestamp, message }
}

test('all pages of a log are read, and then it ends', async () => {
  const { read, told, asked } = setup([[[line('a')], [], [line('b')]]])
  await read(false)
  expect(told).toEqual(['a', 'b'])
  expect(asked).toEqual([
    { startTime: START },
    { startTime: START, nextToken: 'more' },
    { startTime: START, nextToken: 'more' },
  ])
})

test('followed, it tells each line once, also one that comes late, until the signal', async () => {
  const late = line('late', START + 50_000)
  const { read, told, asked } = setup([
    [[line('a'), line('b', START + 60_000)]],
    [[line('b', START + 60_000)]],
    [[late, line('b', START + 60_000), line('c', START + 61_000)]],
  ])
  await expect(read(true)).rejects.toThrow('Ctrl-C')
  expect(told).toEqual(['a', 'b', 'late', 'c'])
  expect(asked.map(({ startTime }) => startTime)).toEqual([START, START + 30_000, START + 30_000])
})

test('a look that is throttled is taken again', async () => {
  const throttled = new CloudwatchLogsError('FilterLogEvents', 400, { __type: 'x#ThrottlingException' })
  const { read, told } = setup([throttled, throttled, [[line('a')]]])
  await read(false)
  expect(told).toEqual(['a'])
})

test.each([
  [
    new CloudwatchLogsError('FilterLogEvents', 400, { __type: 'x#AccessDeniedException' }),
    'It takes logs:FilterLogEvents',
  ],
  [new TypeError('fetch failed'), 'CloudWatch Logs gives no answer: TypeError: fetch failed'],
])('%s is told with what to do', async (error, message) => {
  await expect(setup([error]).read(false)).rejects.toThrow(message)
})

test('a group that is not there yet has no lines', async () => {
  const none = new CloudwatchLogsError('FilterLogEvents', 400, { __type: 'ResourceNotFoundException' })
  const { read, told } = setup([none, [[line('a')]]])
  await expect(read(true)).rejects.toThrow('Ctrl-C')
  expect(told).toEqual(['a'])
})

test('a signal while it asks ends it at once', async () => {
  const { read, stop } = setup([new Error('aborted')])
  stop.abort(new Error('Ctrl-C'))
  await expect(read(true)).rejects.toThrow('Ctrl-C')
})
