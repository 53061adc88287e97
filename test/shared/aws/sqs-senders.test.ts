import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { createSqsLaunchQueue } from '../../../shared/aws/sqs-launch-queue.ts'
import { createSqsRefusedMessages } from '../../../shared/aws/sqs-refused-messages.ts'
import { parseMessage } from '../../../shared/message/parse-message.ts'

const url = 'http://127.0.0.1:4566/000000000000/launches'
const sqs = mockClient(SQSClient)
const client = new SQSClient({ region: 'us-east-1' })
beforeEach(() => {
  sqs.reset().onAnyCommand().rejects(new Error('This call was not expected'))
  sqs.on(SendMessageCommand).resolves({})
})
const sent = () => sqs.commandCalls(SendMessageCommand)[0]?.args[0].input

test('a launch is sent with its delay, and is understood where it arrives', async () => {
  const object = { bucket: 'landing', key: 'a.csv', versionId: 'v' }
  await createSqsLaunchQueue({ client, url }).send({ object, launch: 2, capacity: 'spot' }, 40)
  expect(sent()).toMatchObject({ QueueUrl: url, DelaySeconds: 40 })
  expect(parseMessage(sent()?.MessageBody ?? '', { landingBucket: 'landing' })).toEqual({
    kind: 'load',
    requests: [{ object, launchNumber: 2, capacity: 'spot' }],
  })
})

test('a refused message keeps its body; the reason stands beside it, in characters that SQS takes', async () => {
  const refused = createSqsRefusedMessages({ client, queueUrl: url })
  await refused.send({ body: 'as it came', reason: `no\u0000 ${'x'.repeat(5_000)}` })
  expect(sent()).toMatchObject({ QueueUrl: url, MessageBody: 'as it came' })
  const reason = sent()?.MessageAttributes?.reason?.StringValue
  expect(reason).toMatch(/^no\ufffd x+$/)
  expect(reason).toHaveLength(2_000)
})
