import { type ApiNeeds, anything, arnOf, type Input, type Need, type Surroundings, text } from './need.ts'

/** Service Authorization Reference, SQS: the batches need what their single actions need. */
export const sqsNeeds: ApiNeeds = {
  prefix: 'sqs',
  actions: {
    CancelMessageMoveTask: anything,
    ChangeMessageVisibility: queue,
    ChangeMessageVisibilityBatch: single('ChangeMessageVisibility'),
    CreateQueue: ({ QueueName }, at) => ({ resource: arnOf(at, 'sqs', '', QueueName) }),
    DeleteMessage: queue,
    DeleteMessageBatch: single('DeleteMessage'),
    DeleteQueue: queue,
    GetQueueAttributes: queue,
    GetQueueUrl: ({ QueueName }, at) => ({ resource: arnOf(at, 'sqs', '', QueueName) }),
    ListDeadLetterSourceQueues: queue,
    ListMessageMoveTasks: source,
    ListQueueTags: queue,
    ListQueues: anything,
    PurgeQueue: queue,
    ReceiveMessage: queue,
    SendMessage: queue,
    SendMessageBatch: single('SendMessage'),
    SetQueueAttributes: queue,
    StartMessageMoveTask: move,
    TagQueue: queue,
    UntagQueue: queue,
  },
}

/** A queue's name is the last part of its URL, and of its ARN. */
function queue({ QueueUrl }: Input, at: Surroundings): Need {
  const given = text(QueueUrl)
  return { resource: arnOf(at, 'sqs', '', given.startsWith('arn:') ? given : given.split('/').at(-1)) }
}

function single(action: string) {
  return (input: Input, at: Surroundings): Need => ({ action: `sqs:${action}`, ...queue(input, at) })
}

function source({ SourceArn }: Input): Need {
  return { resource: text(SourceArn) }
}

function move({ SourceArn, DestinationArn }: Input): readonly Need[] {
  const from = text(SourceArn)
  return [
    ...['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) => ({
      action: `sqs:${action}`,
      resource: from,
    })),
    ...(DestinationArn === undefined ? [] : [{ action: 'sqs:SendMessage', resource: text(DestinationArn) }]),
  ]
}
