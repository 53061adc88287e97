import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ROW_REQUESTS } from '../../../../shared/aws/client-settings.ts'
import { createDynamoRowLanes } from '../../../../shared/aws/dynamo-row-lanes.ts'
import { systemClock } from '../../../../shared/platform/clock.ts'

/** `send-and-end.ts <endpoint>` sends a row by each lane and closes nothing. */
const lanes = createDynamoRowLanes({
  client: new DynamoDBClient({ ...ROW_REQUESTS, endpoint: process.argv[2] ?? '' }),
  clock: systemClock,
})
const body = Buffer.from('{"RequestItems":{"things":[{"PutRequest":{"Item":{"id":{"S":"a"}}}}]}}')
const answers = [await lanes.fast('BatchWriteItem', body), await lanes.slow('BatchWriteItem', body)]
process.stdout.write(answers.map(({ kind }) => kind).join())
