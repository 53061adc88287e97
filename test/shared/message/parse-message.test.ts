import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatLoadMessage } from '../../../shared/message/load-message.ts'
import { parseMessage } from '../../../shared/message/parse-message.ts'

const BUCKET = 'landing'

function parse(body: unknown) {
  return parseMessage(typeof body === 'string' ? body : JSON.stringify(body), { landingBucket: BUCKET })
}

function objectCreated(object: object, more: object = {}) {
  return {
    'detail-type': 'Object Created',
    source: 'aws.s3',
    time: '2026-03-02T08:15:30Z',
    detail: { bucket: { name: BUCKET }, object, ...more },
  }
}

describe('an Object Created event', () => {
  test('gives the object version, as launch 1', () => {
    const object = { key: 'a.csv', size: 7, etag: 'e', 'version-id': 'v', sequencer: '0066' }
    expect(parse(objectCreated(object))).toEqual({
      kind: 'load',
      requests: [
        {
          object: {
            bucket: BUCKET,
            key: 'a.csv',
            versionId: 'v',
            sequencer: '0066',
            sizeBytes: 7,
            etag: 'e',
            uploadedAt: '2026-03-02T08:15:30Z',
          },
          launchNumber: 1,
        },
      ],
    })
  })

  test('may lack etag, size, version and sequencer', () => {
    expect(parse(objectCreated({ key: 'a.csv' }))).toMatchObject({ kind: 'load' })
  })

  test('F11 may carry fields that nobody knows yet', () => {
    const event = { ...objectCreated({ key: 'a.csv', colour: 'blue' }, { weather: [] }), trace: 'x' }
    expect(parse(event)).toMatchObject({ kind: 'load', requests: [{ object: { key: 'a.csv' } }] })
  })

  test.each(['a b', 'a+b', 'a%2Fb', 'é', 'e\u0301', '🚢', '"', '\\', 'a\nb', '<b>', 'k'.repeat(1024)])(
    'F08 keeps the key %j as it is',
    (key) => {
      expect(parse(objectCreated({ key }))).toMatchObject({ requests: [{ object: { key } }] })
    },
  )
})

describe('a notification that S3 sends to the queue itself', () => {
  const record = (key: string) => ({
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: BUCKET }, object: { key, size: 3, versionId: 'v' } },
  })

  test('F12 gives all of its objects, their keys decoded', () => {
    const message = parse({ Records: [record('a+b%2Bc.csv'), record('%C3%A9.csv')] })
    expect(message).toMatchObject({
      requests: [
        { object: { key: 'a b+c.csv' } },
        { object: { key: 'é.csv', versionId: 'v', sizeBytes: 3 } },
      ],
    })
  })

  test('is refused with the field that is wrong', () => {
    expect(parse({ Records: [record('%E0%A4%A')] })).toMatchObject({
      error: { message: expect.stringContaining('Records.0.s3.object.key: not URL-encoded') },
    })
    const removed = { ...record('a.csv'), eventName: 'ObjectRemoved:Delete' }
    expect(parse({ Records: [removed] })).toMatchObject({
      error: { message: expect.stringContaining('Records.0.eventName') },
    })
  })
})

test('F11 the test event of S3 is known and harmless', () => {
  expect(parse({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET })).toEqual({ kind: 'test' })
})

describe('F11 what is not understood is refused with its reason', () => {
  test.each([
    ['no JSON', 'zipcodes.csv is ready', 'it is not JSON: "zipcodes.csv is ready"'],
    ['JSON of another kind', [1, 2], 'it is neither'],
    ['an empty body', '', 'it is not JSON'],
    ['null', null, 'it is neither'],
    [
      'an unknown detail-type',
      { ...objectCreated({ key: 'a' }), 'detail-type': 'Object Deleted' },
      'detail-type',
    ],
    ['an event of another source', { ...objectCreated({ key: 'a' }), source: 'my.app' }, 'source'],
    ['a missing key', objectCreated({ size: 1 }), 'detail.object.key'],
    ['a size that is no number of bytes', objectCreated({ key: 'a', size: -1 }), 'detail.object.size'],
    ['an unknown kind', { kind: 'unload' }, 'kind'],
    [
      'a launch number that is none',
      { kind: 'load', object: { bucket: BUCKET, key: 'a' }, launch: 0 },
      'launch',
    ],
  ])('%s', (_name, body, reason) => {
    expect(parse(body)).toMatchObject({
      kind: 'invalid',
      error: { code: 'event.invalid', message: expect.stringContaining(reason) },
    })
  })

  test('a bucket that is not the landing bucket', () => {
    const event = objectCreated({ key: 'a' }, { bucket: { name: 'foreign' } })
    expect(parse(event)).toMatchObject({
      error: {
        message: expect.stringContaining('its bucket is foreign, and files are loaded from landing alone'),
      },
    })
  })

  test('a long body is told in short', () => {
    const message = parse('x'.repeat(100_000))
    expect(message.kind === 'invalid' && message.error.message.length).toBeLessThan(300)
  })
})

describe('a message of our own', () => {
  test('comes back as it was sent, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (key) => {
        const object = { bucket: BUCKET, key, versionId: 'v' }
        const body = formatLoadMessage({ object, launch: 3, capacity: 'spot', attempt: 2, reason: 'because' })
        expect(body).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u)
        expect(parse(body)).toEqual({
          kind: 'load',
          requests: [{ object, launchNumber: 3, capacity: 'spot', attempt: 2 }],
        })
      }),
    )
  })

  test('is launch 1 where it says no number', () => {
    expect(parse({ kind: 'load', object: { bucket: BUCKET, key: 'a' } })).toMatchObject({
      requests: [{ launchNumber: 1 }],
    })
  })
})
