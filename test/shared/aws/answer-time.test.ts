import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { answerTimes } from '../../../shared/aws/answer-time.ts'
import { LEDGER_REQUESTS } from '../../../shared/aws/client-settings.ts'

const SECOND_MS = 1_000

/** Answers each request with a `Date` one second later than the one before. */
function clientOf(dates: (number: number) => string | undefined) {
  let number = 0
  return new DynamoDBClient({
    ...LEDGER_REQUESTS,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: {
      handle: async () => {
        const date = dates(number++)
        const headers = { 'content-type': 'application/x-amz-json-1.0', ...(date ? { date } : {}) }
        return { response: { statusCode: 200, headers, body: Buffer.from('{"Items":[]}') } }
      },
    },
  })
}

function query(client: DynamoDBClient) {
  return client.send(new QueryCommand({ TableName: 'ledger' }))
}

test('each answer has its own time, though the client keeps its pipeline from one command to the next', async () => {
  const client = clientOf((number) => new Date(number * SECOND_MS).toUTCString())
  const timeOf = answerTimes(client)
  const answers = await Promise.all([query(client), query(client), query(client)])
  expect(answers.map(timeOf).sort()).toEqual([0, SECOND_MS, 2 * SECOND_MS])
})

test('an answer without a date has no time', async () => {
  const client = clientOf(() => undefined)
  const timeOf = answerTimes(client)
  expect(timeOf(await query(client))).toBeUndefined()
})
