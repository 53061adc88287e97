import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { createSqsQueue } from '../../../shared/aws/sqs-queue.ts'
import { message } from '../queue/support/fake-queue.ts'

const url = 'http://127.0.0.1:4566/000000000000/loads'
const sqs = mockClient(SQSClient)
beforeEach(() => void sqs.reset().onAnyCommand().rejects(new Error('This call was not expected')))

const queue = createSqsQueue({ client: new SQSClient({ region: 'us-east-1' }), url })
const request = { max: 4, waitSeconds: 20, visibilitySeconds: 60, signal: new AbortController().signal }

test('a receive is a long poll whose request may take longer than the poll', async () => {
  sqs.on(ReceiveMessageCommand).resolves({
    Messages: [
      { MessageId: 'a', ReceiptHandle: 'r', Body: '{}', Attributes: { ApproximateReceiveCount: '3' } },
    ],
  })
  expect(await queue.receive(request)).toEqual([{ id: 'a', receipt: 'r', body: '{}', receiveCount: 3 }])
  const [call] = sqs.commandCalls(ReceiveMessageCommand)
  expect(call?.args[0].input).toEqual({
    QueueUrl: url,
    MaxNumberOfMessages: 4,
    WaitTimeSeconds: 20,
    VisibilityTimeout: 60,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
  })
  const [, options] = (call?.args ?? []) as unknown as [unknown, object?]
  expect(options).toMatchObject({ abortSignal: request.signal, requestTimeout: 25_000 })
})

test('a queue without messages gives none', async () => {
  sqs.on(ReceiveMessageCommand).resolves({})
  expect(await queue.receive(request)).toEqual([])
})

test('F26 a partial deletion names the messages that are still there', async () => {
  sqs.on(DeleteMessageBatchCommand).resolves({
    Successful: [{ Id: '0' }],
    Failed: [{ Id: '1', SenderFault: true, Code: 'ReceiptHandleIsInvalid', Message: 'stale' }],
  })
  expect(await queue.remove([message('a'), message('b')])).toEqual([
    { messageId: 'b', reason: 'ReceiptHandleIsInvalid: stale' },
  ])
  expect(sqs.commandCalls(DeleteMessageBatchCommand)[0]?.args[0].input).toEqual({
    QueueUrl: url,
    Entries: [
      { Id: '0', ReceiptHandle: 'receipt-a' },
      { Id: '1', ReceiptHandle: 'receipt-b' },
    ],
  })
})

test('a visibility is set for one delivery of a message', async () => {
  sqs.on(ChangeMessageVisibilityCommand).resolves({})
  await queue.setVisibility(message('a'), 0)
  expect(sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input).toEqual({
    QueueUrl: url,
    ReceiptHandle: 'receipt-a',
    VisibilityTimeout: 0,
  })
})
