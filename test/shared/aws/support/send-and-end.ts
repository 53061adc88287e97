import { createDynamoRowLanes } from '../../../../shared/aws/dynamo-row-lanes.ts'
import { createRowClient } from '../../../../shared/aws/row-client.ts'
import { systemClock } from '../../../../shared/platform/clock.ts'

/** `send-and-end.ts <endpoint>` sends a row by each lane and closes nothing. */
const lanes = createDynamoRowLanes({
  client: createRowClient({ endpoint: process.argv[2] ?? '' }),
  clock: systemClock,
})
const body = Buffer.from('{"RequestItems":{"things":[{"PutRequest":{"Item":{"id":{"S":"a"}}}}]}}')
const answers = [await lanes.fast('BatchWriteItem', body), await lanes.slow('BatchWriteItem', body)]
process.stdout.write(answers.map(({ kind }) => kind).join())
