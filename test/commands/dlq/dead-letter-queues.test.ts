import { expect, test } from 'vitest'
import { deadLetterQueues, withSource } from '../../../commands/dlq/dead-letter-queues.ts'

const stack = {
  stackName: 'stevedore-prod',
  outputs: {
    LoadsQueueUrl: 'loads-url',
    LoadsDeadLetterQueueUrl: 'loads-dead-url',
    LargeObjectDeadLetterQueueUrl: 'large-dead-url',
    TopicArn: 'arn',
  },
}

test('every dead-letter queue of the outputs is known, with the queue its messages came from', () => {
  expect(deadLetterQueues(stack)).toEqual([
    { name: 'loads', url: 'loads-dead-url', sourceUrl: 'loads-url' },
    { name: 'large-object', url: 'large-dead-url', sourceUrl: undefined },
  ])
  expect(deadLetterQueues(stack, 'large-object')).toHaveLength(1)
})

test('a queue of what has no queue to go back to is left out where all are redriven', () => {
  expect(withSource(deadLetterQueues(stack)).map(({ name }) => name)).toEqual(['loads'])
})

test('a name that is none is told with those that are', () => {
  expect(() => deadLetterQueues(stack, 'load')).toThrow(
    'The stack stevedore-prod has no dead-letter queue "load". It has loads, large-object',
  )
})
