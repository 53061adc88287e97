import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LoadItem } from '../../../shared/load/ledger.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { classifyStop } from '../../../shared/stop/classify-stop.ts'
import { composeDigest } from '../../../shared/stop/compose-digest.ts'
import { composeMail, subjectOf } from '../../../shared/stop/compose-mail.ts'
import type { Explanation, ToldLoad } from '../../../shared/stop/explanation.ts'
import { mailSubject } from '../../../shared/stop/mail-subject.ts'
import { mustTell } from '../../../shared/stop/must-tell.ts'
import { eventNames, stoppedTask } from './support/stop-event.ts'

const STACK = {
  name: 'stevedore-prod',
  stage: 'prod',
  resultsBucket: 'results',
  logGroup: '/ecs/stevedore-prod',
}
const NOW = Date.parse('2026-03-02T08:19:50.000Z')
const OBJECT = 's3://landing/zipcodes/zipcodes.csv'

const item: LoadItem = {
  object: OBJECT,
  version: 'v1',
  status: 'loading',
  statusAt: '2026-03-02T08:16:10.000Z',
  attempt: 2,
  fruitless: 0,
  owner: 'token',
  size: 2_018_388,
  checkpoint: {
    attempt: 2,
    datasetsHash: 'h',
    seekable: true,
    position: { byteOffset: 908_275, line: 19_001, records: 19_000 } as never,
    rowsRead: 19_000,
    rowsWritten: 18_988,
    rowsRejected: 12,
    rowsDuplicate: 0,
    parts: [],
  },
}
const goesOn: ToldLoad = {
  object: OBJECT,
  version: 'v1',
  item,
  next: { kind: 'launch', launch: { number: 3, capacity: 'on-demand', size: 'larger' }, delaySeconds: 60 },
}

function explained(
  event: string,
  loads: readonly ToldLoad[] = [],
  more: Partial<Explanation> = {},
): Explanation {
  const task = stoppedTask(event)
  return { task, cause: classifyStop(task), loads, archiveKey: 'stops/2026/03/02/t.json', ...more }
}

test('a mail says which file, how far, why, what happens next, what there is to do, and where to look', () => {
  const { subject, text } = composeMail(explained('out-of-memory', [goesOn], { logLines: [] }), STACK, NOW)
  expect(subject).toBe('[stevedore-prod] Task out of memory: zipcodes/zipcodes.csv goes on by itself')
  for (const part of [
    'A task load-object of stevedore-prod stopped at 2026-03-02 08:19:44 UTC, after 3 min 35 s.',
    'why        Task out of memory (it had 512 MiB)',
    'exit code  137: SIGKILL',
    'EssentialContainerExited: Essential container in task exited; load-object: OutOfMemoryError: Container killed',
    'how far  19,000 records, 45 % of the file, 12 of them refused',
    'next     attempt 3 begins by itself at 2026-03-02 08:20:50 UTC, from record 19,001 on (launch 3, on-demand, with more memory)',
    'What you should do\n  Nothing now.',
    'https://us-east-1.console.aws.amazon.com/ecs/v2/clusters/stevedore-local/tasks/',
    '#logsV2:log-groups/log-group/$252Fecs$252Fstevedore-prod/log-events/load-object$252Fload-object$252F',
    's3://results/stops/2026/03/02/t.json',
  ])
    expect(text).toContain(part)
})

test('a failed load asks for its command, with the error of the ledger', () => {
  const error = new StevedoreError('launch.failed', '5 tasks in a row ended')
  const load: ToldLoad = { object: "s3://landing/it's.csv", version: 'v1', next: { kind: 'failed', error } }
  const { subject, text } = composeMail(explained('image-pull', [load]), STACK, NOW)
  expect(subject).toBe("[stevedore-prod] Image cannot be pulled or started: it's.csv failed, needs you")
  expect(text).toContain('launch.failed: 5 tasks in a row ended')
  expect(text).toContain(`npm run reload -- 's3://landing/it'\\''s.csv' --version v1 --stage prod`)
  expect(text).toContain('exit code  none')
})

test('a task of the service names all the files it had in hand', () => {
  const { text, subject } = composeMail(
    explained('infrastructure', [
      { ...goesOn, next: { kind: 'message' } },
      { ...goesOn, object: 's3://landing/b.csv', next: { kind: 'message' } },
    ]),
    STACK,
    NOW,
  )
  expect(subject).toContain('zipcodes/zipcodes.csv and 1 more go on by themselves')
  expect(text).toContain('The 2 files')
  expect(text).toContain('attempt 3 begins by itself within a minute or so, from record 19,001 on')
})

test('a file that the audit had in hand goes on in its next run, for no message brings it back', () => {
  const load: ToldLoad = { ...goesOn, next: { kind: 'hour' } }
  const task = { ...stoppedTask('killed'), act: 'audit' }
  const { subject, text } = composeMail({ ...explained('killed', [load]), task }, STACK, NOW)
  expect(subject).toBe('[stevedore-prod] Task killed: zipcodes/zipcodes.csv goes on by itself')
  expect(text).toContain('attempt 3 begins by itself in the next run of the audit, from record 19,001 on')
  expect(text).not.toContain('message')
  expect(text).toMatch(/\n\nWhat it left its next run does.*\n {2}npm run audit -- --stage prod\n\n/)
})

describe('the wait after attempts that came no further', () => {
  const { checkpoint: _none, ...bare } = item
  const died = (fruitless: number): ToldLoad => ({
    ...goesOn,
    item: { ...bare, fruitless },
    next: { kind: 'message' },
  })

  test('is told where it is long', () => {
    const { text } = composeMail(explained('killed', [died(2)]), STACK, NOW)
    expect(text).toContain('attempt 3 begins by itself within a minute or so')
    const longer = composeMail(explained('killed', [died(3)]), STACK, NOW)
    expect(longer.text).toContain('attempt 3 begins by itself soon after 2026-03-02 08:31:10 UTC')
  })

  test.each(['message', 'hour'] as const)('has an end: the fifth is the last (%s)', (kind) => {
    const { subject, text } = composeMail(explained('killed', [{ ...died(4), next: { kind } }]), STACK, NOW)
    expect(subject).toBe('[stevedore-prod] Task killed: zipcodes/zipcodes.csv has no attempt left')
    expect(text).toContain('no attempt more: 5 in a row came no further')
    expect(text).not.toContain('begins by itself')
  })
})

test('the last log lines are told in words', () => {
  const line = JSON.stringify({
    time: '2026-03-02T08:19:11.000Z',
    level: 'error',
    message: 'The task cannot go on',
    act: 'load-object',
    error: {
      name: 'StevedoreError',
      code: 'config.invalid',
      message: 'TABLE_PREFIX is missing',
      stack: 'at x',
    },
    exitCode: 64,
  })
  const debug = JSON.stringify({ level: 'debug', message: 'The task ends' })
  const logLines = [line, debug, 'plain\u0007']
  const { text } = composeMail(explained('needs-a-person', [], { logLines }), STACK, NOW)
  expect(text).toContain(
    '  08:19:11  error: The task cannot go on  error=config.invalid: TABLE_PREFIX is missing  exitCode=64\n  plain\\u0007\n',
  )
})

test('every event has a mail that can be sent', () => {
  for (const name of eventNames().filter((each) => !['running', 'not-an-event'].includes(each))) {
    const { subject, text } = composeMail(explained(name, [goesOn]), STACK, NOW)
    expect(subject, name).toMatch(/^[\x20-\x7e]{1,100}$/)
    expect(text, name).not.toMatch(/undefined|NaN|\[object/)
  }
})

describe('F82 a subject', () => {
  test('is ASCII, one line and at most 100 characters, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_200 }), (key) => {
        const subject = mailSubject('[stevedore-prod] Task killed: ', key, ' goes on by itself')
        expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/)
        expect(subject).toContain(' goes on by itself')
      }),
    )
  })

  test('keeps the end of a long key, and letters without their accents', () => {
    expect(mailSubject('a: ', `${'x'.repeat(200)}/année.csv`, '')).toMatch(/^a: x+\.\.\.x+\/annee\.csv$/)
  })
})

test('F08 a key of control characters and quotes stays on its line', () => {
  const object = 's3://landing/a\nb"\\\u202e.csv'
  const { text } = composeMail(explained('killed', [{ ...goesOn, object }]), STACK, NOW)
  expect(text).toContain('\n  s3://landing/a\\u000ab"\\\\u202e.csv\n')
})

test('a mail of a digest of 10,000 stops is within what SNS takes', () => {
  const entries = Array.from({ length: 10_000 }, (_, number) => ({
    taskArn: `arn:aws:ecs:us-east-1:0:task/c/${number}`,
    class: number % 3 === 0 ? ('spot' as const) : ('killed' as const),
    subject: 'x'.repeat(100),
  }))
  const { subject, text } = composeDigest(entries, '2026-03-02T08:19:00.000Z', STACK)
  expect(subject).toBe('[stevedore-prod] 10000 tasks stopped, most: Task killed')
  expect(text).toContain('6666  Task killed')
  expect(Buffer.byteLength(text)).toBeLessThan(256 * 1024)
})

test('a digest names first the stops whose loads failed, and says how many', () => {
  const error = new StevedoreError('launch.failed', '5 tasks in a row ended')
  const load: ToldLoad = { object: 's3://landing/failed.csv', version: 'v1', next: { kind: 'failed', error } }
  const entry = (number: number, loads: readonly ToldLoad[]) => ({
    taskArn: `arn:aws:ecs:us-east-1:0:task/c/${number}`,
    class: 'image-pull' as const,
    subject: subjectOf(explained('image-pull', loads), STACK),
  })
  const entries = Array.from({ length: 300 }, (_, number) =>
    entry(number, number === 299 ? [load] : [goesOn]),
  )
  const { subject, text } = composeDigest(entries, '2026-03-02T08:19:00.000Z', STACK)
  expect(subject).toBe(
    '[stevedore-prod] 300 tasks stopped, 1 needs you, most: Image cannot be pulled or started',
  )
  expect(text).toContain('The load of 1 task failed and needs you')
  expect(text).toMatch(
    /\nThe stops\n {2}Image cannot be pulled or started: failed\.csv failed, needs you {2}\(task 299\)\n/,
  )
  expect(composeDigest(entries.slice(0, 9), '2026-03-02T08:19:00.000Z', STACK).text).toContain(
    '\nTheir loads go on as after any stop',
  )
})

describe('who is told', () => {
  const own = (event: string): ToldLoad => ({
    ...goesOn,
    item: { ...item, taskArn: stoppedTask(event).taskArn },
  })

  test.each([
    ['done', [], false],
    ['deploy', [], false],
    ['scale-in', [], false],
    ['deploy', [own('deploy')], true],
    ['done', [goesOn], false],
    ['person', [], true],
    ['killed', [], true],
    ['unknown', [], true],
    ['nothing-said', [], true],
  ] as const)('of problems: %s with %j: %s', (event, loads, expected) => {
    expect(mustTell(explained(event, loads), 'problems')).toBe(expected)
  })

  test('all hears of a normal end, none of nothing', () => {
    expect(mustTell(explained('done'), 'all')).toBe(true)
    expect(mustTell(explained('killed', [own('killed')]), 'none')).toBe(false)
  })
})
