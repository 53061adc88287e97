import { expect, test } from 'vitest'
import { letterJson } from '../../../commands/dlq/letter-json.ts'
import { letterLines } from '../../../commands/dlq/letter-lines.ts'
import { readLetter } from '../../../commands/dlq/read-letter.ts'
import { formatLoadMessage } from '../../../shared/message/load-message.ts'

const now = Date.parse('2026-11-21T10:00:00Z')
const object = { bucket: 'landing', key: 'in/a.csv', versionId: 'v1' }
const event = {
  'detail-type': 'Object Created',
  source: 'aws.s3',
  detail: { bucket: { name: 'landing' }, object: { key: 'b.csv', 'version-id': 'v2' } },
}

/** What is told of a message with this body and these attributes. */
function told(body: string, attributes: Record<string, string> = {}): string[] {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  )
  const Attributes = { SentTimestamp: String(now - 120_000) }
  return letterLines(readLetter({ Body: body, MessageAttributes, Attributes }, 'landing'), now)
}

test('a load that failed is told with its reason, attempt and launch', () => {
  const body = formatLoadMessage({
    object,
    attempt: 5,
    launch: 2,
    reason: 'attempts.exhausted: five\nof them',
  })
  expect(told(body)).toEqual([
    '  s3://landing/in/a.csv, version v1',
    '    sent 2 min ago, attempt 5, launch 2',
    '    attempts.exhausted: five\\nof them',
  ])
})

test('an event that EventBridge could not deliver is told with its error', () => {
  expect(told(JSON.stringify(event), { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'denied' })).toEqual([
    '  s3://landing/b.csv, version v2',
    '    sent 2 min ago, launch 1',
    '    not delivered by EventBridge: NO_PERMISSIONS: denied',
  ])
})

test('a message that was received too often is told as such', () => {
  expect(told(JSON.stringify(event))[2]).toContain('none is given: SQS moved it here')
})

test('a message that nobody understands is shown itself, with the reason beside it', () => {
  expect(told('no\u001bthing', { reason: 'event.invalid: it is not JSON' })).toEqual([
    '  "no\\u001bthing"',
    '    sent 2 min ago',
    '    event.invalid: it is not JSON',
  ])
  expect(told('{}')[2]).toContain('was not understood')
})

test('as JSON a letter is the message with all that is told of it, and without its receipt', () => {
  const body = formatLoadMessage({ object, attempt: 5, reason: 'attempts.exhausted: five' })
  const message = { MessageId: 'm', ReceiptHandle: 'r', Body: body }
  const letter = readLetter({ ...message, Attributes: { SentTimestamp: String(now) } }, 'landing')
  expect(JSON.parse(letterJson('loads', letter))).toEqual({
    ...{ queue: 'loads', id: 'm', body, sentAt: '2026-11-21T10:00:00.000Z', attempt: 5 },
    reason: 'attempts.exhausted: five',
    objects: [{ name: 's3://landing/in/a.csv', versionId: 'v1' }],
    launchNumber: expect.any(Number),
  })
})
