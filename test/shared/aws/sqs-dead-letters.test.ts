import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { expect, test } from 'vitest'
import { createSqsDeadLetters } from '../../../shared/aws/sqs-dead-letters.ts'
import { parseMessage } from '../../../shared/message/parse-message.ts'
import { first } from '../load/support/fakes.ts'

test('a dead letter is understood where it is redriven to, with the attempt that opens the load again', async () => {
  const mock = mockClient(SQSClient)
  mock.on(SendMessageCommand).resolves({})
  const letters = createSqsDeadLetters({ client: new SQSClient({}), queueUrl: 'http://127.0.0.1/q' })
  await letters.send({ object: first, attempt: 7, launch: 2, reason: 'object.access-denied: no' })
  const { MessageBody } = mock.commandCalls(SendMessageCommand)[0]?.args[0].input ?? {}
  expect(parseMessage(MessageBody ?? '', { landingBucket: first.bucket })).toMatchObject({
    requests: [{ object: first, attempt: 7, launchNumber: 2 }],
  })
})
