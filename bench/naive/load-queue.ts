import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { naiveDeps, variable } from './clients.ts'
import { loadFile } from './load-file.ts'

const deps = naiveDeps()
const sqs = new SQSClient()
const QueueUrl = variable('LOADS_QUEUE_URL')
const MaxNumberOfMessages = Number(variable('MESSAGES_AT_ONCE'))
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())

while (!stop.signal.aborted) {
  const { Messages = [] } = await sqs
    .send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages, WaitTimeSeconds: 20 }), {
      abortSignal: stop.signal,
    })
    .catch((error: unknown) => {
      if (stop.signal.aborted) return { Messages: [] }
      throw error
    })
  await Promise.all(
    Messages.map(async ({ Body, ReceiptHandle }) => {
      const { bucket, object } = JSON.parse(Body ?? '').detail as {
        bucket: { name: string }
        object: { key: string }
      }
      await loadFile(deps, { bucket: bucket.name, key: object.key, insert: false })
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    }),
  )
}
process.exit(0)
