import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { LoadOptions } from '../../../shared/load/load-object.ts'
import type { ObjectVersion } from '../../../shared/load/object-version.ts'
import type { LoadOutcome } from '../../../shared/load/outcome.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { createLog } from '../../../shared/platform/log.ts'
import { readSqsEvent } from '../../../shared/queue/sqs-event.ts'
import { createHandler } from '../../../workers/load-queue/handler.ts'
import { workEventFile } from '../../../workers/load-queue/work-event-file.ts'

const BUCKET = 'stevedore-local-landingbucket-faeb9012'
const events = `${import.meta.dirname}/../../../events/load-queue`
const loaded: LoadOutcome = { kind: 'settled', status: 'loaded' }
const unavailable = new StevedoreError('dependency.unavailable', 'S3 does not answer')

function setup(options: { outcomes?: readonly LoadOutcome[]; present?: boolean; head?: Error } = {}) {
  const outcomes = [...(options.outcomes ?? [])]
  const loads: { object: ObjectVersion; options: LoadOptions }[] = []
  const refused: { body: string; reason: string }[] = []
  const handle = createHandler({
    landingBucket: BUCKET,
    loadObject: async (object, loadOptions) => {
      loads.push({ object, options: loadOptions })
      return outcomes.shift() ?? loaded
    },
    refused: { send: async (message) => void refused.push(message) },
    versions: {
      currentVersion: async ({ bucket, key }) => {
        if (options.head) throw options.head
        return options.present === false ? undefined : { bucket, key, versionId: 'current', sizeBytes: 3 }
      },
    },
  })
  const { signal } = new AbortController()
  const log = createLog(
    'load-queue',
    () => undefined,
    () => 0,
  )
  const work = (body: unknown) =>
    handle({ id: 'm', receipt: 'r', body: JSON.stringify(body), receiveCount: 1 }, { signal, log })
  return { handle, work, loads, refused, signal, log }
}

function load(more: object = {}) {
  return { kind: 'load', object: { bucket: BUCKET, key: 'a.csv', versionId: 'v1' }, ...more }
}

test.each<[string, LoadOutcome, object]>([
  ['settled as loaded', loaded, { kind: 'done' }],
  ['settled as failed, its dead letter sent', { kind: 'settled', status: 'failed' }, { kind: 'done' }],
  ['F30 at its end before', { kind: 'already', status: 'loaded' }, { kind: 'done' }],
  ['waiting for its hour', { kind: 'waits-for-hour' }, { kind: 'done' }],
  [
    'busy',
    { kind: 'busy', heldFor: 'other-version', retryAfterSeconds: 30 },
    { kind: 'later', afterSeconds: 30 },
  ],
  [
    'not now',
    { kind: 'not-now', error: unavailable, retryAfterSeconds: 240 },
    { kind: 'later', afterSeconds: 240 },
  ],
  [
    'not to be tried before its wait is over',
    { kind: 'not-now', error: new StevedoreError('attempts.too-soon', 'wait'), retryAfterSeconds: 240 },
    { kind: 'later', afterSeconds: 240, exactly: true },
  ],
  ['handed back', { kind: 'handed-back' }, { kind: 'handed-back' }],
])('a load that is %s decides the fate of its message', async (_name, outcome, fate) => {
  const { work } = setup({ outcomes: [outcome] })
  expect(await work(load())).toEqual(fate)
})

test('F29 a redriven message brings the attempt that it was sent for', async () => {
  const { work, loads, signal } = setup()
  await work(load({ attempt: 4, launch: 2 }))
  expect(loads).toEqual([
    { object: { bucket: BUCKET, key: 'a.csv', versionId: 'v1' }, options: { signal, messageAttempt: 4 } },
  ])
})

test('an object without a version is loaded as it is now, and one that is not there is told to a person', async () => {
  const event = { kind: 'load', object: { bucket: BUCKET, key: 'a.csv' } }
  const there = setup()
  expect(await there.work(event)).toEqual({ kind: 'done' })
  expect(there.loads[0]?.object).toMatchObject({ versionId: 'current', sizeBytes: 3 })
  const gone = setup({ present: false })
  expect(await gone.work(event)).toEqual({ kind: 'done' })
  expect(gone.refused).toEqual([
    { body: JSON.stringify(event), reason: expect.stringContaining('there is no such object') },
  ])
})

test('F16 an object whose version may not even be looked up is told to a person; S3 that is away is waited for', async () => {
  const event = { kind: 'load', object: { bucket: BUCKET, key: 'a.csv' } }
  const denied = setup({ head: new StevedoreError('object.access-denied', 's3:GetObject is missing') })
  expect(await denied.work(event)).toEqual({ kind: 'done' })
  expect(denied.refused[0]?.reason).toBe('object.access-denied: s3:GetObject is missing')
  await expect(setup({ head: unavailable }).work(event)).rejects.toBe(unavailable)
})

test('F12 a notification with two objects stays until both are done', async () => {
  const body = readSqsEvent(read('bucket-notification.json'))[0]?.body ?? ''
  const busy: LoadOutcome = { kind: 'busy', heldFor: 'this-version', retryAfterSeconds: 30 }
  const { work, loads } = setup({ outcomes: [busy, loaded] })
  expect(await work(JSON.parse(body))).toEqual({ kind: 'later', afterSeconds: 30 })
  expect(loads.map(({ object }) => object.key)).toEqual([
    'airports/airports.csv',
    'unemployment/unemployment.tsv',
  ])
})

test('F12 a notification of which two objects are not now comes back when the later of them may', async () => {
  const body = readSqsEvent(read('bucket-notification.json'))[0]?.body ?? ''
  const busy = (retryAfterSeconds: number): LoadOutcome => ({
    ...{ kind: 'busy', heldFor: 'this-version' },
    retryAfterSeconds,
  })
  for (const seconds of [
    [5, 30],
    [30, 5],
  ]) {
    const { work } = setup({ outcomes: seconds.map(busy) })
    expect(await work(JSON.parse(body))).toEqual({ kind: 'later', afterSeconds: 30 })
  }
})

test.each(readdirSync(events))('the sample %s is worked by the handler, without a queue', async (file) => {
  const { handle, loads, refused, log, signal } = setup()
  expect(await workEventFile(`${events}/${file}`, { handle, log, signal })).toEqual({ batchItemFailures: [] })
  expect(loads.length).toBeGreaterThan(0)
  expect(refused).toEqual([])
})

test('F01 an event delivered twice asks the loader twice for the same version', async () => {
  const { handle, loads, log, signal } = setup({ outcomes: [loaded, { kind: 'already', status: 'loaded' }] })
  await workEventFile(`${events}/delivered-twice.json`, { handle, log, signal })
  expect(loads).toHaveLength(2)
  expect(loads[1]?.object).toEqual(loads[0]?.object)
})

test('the answer to a file names the messages that would stay in the queue', async () => {
  const { handle, log, signal } = setup({ outcomes: [{ kind: 'handed-back' }] })
  const [message] = readSqsEvent(read('airports.json'))
  expect(await workEventFile(`${events}/airports.json`, { handle, log, signal })).toEqual({
    batchItemFailures: [{ itemIdentifier: message?.id }],
  })
})

function read(file: string): unknown {
  return JSON.parse(readFileSync(`${events}/${file}`, 'utf8'))
}
