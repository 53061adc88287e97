import { createDynamoRowLanes } from '../../shared/aws/dynamo-row-lanes.ts'
import { createRowClient } from '../../shared/aws/row-client.ts'
import { systemClock as clock } from '../../shared/platform/clock.ts'
import { orderItem } from '../input/order-lines.ts'
import { orderCells } from '../input/orders.ts'

// Sends the same body again and again by the fast lane: what no way of reading can be faster than.

const ROWS_A_REQUEST = 25
const AT_ONCE = 64

const requests = Number(process.argv[2])
const items = Array.from({ length: ROWS_A_REQUEST }, (_, number) => ({
  PutRequest: { Item: orderItem(orderCells(number, 'plain')) },
}))
const body = Buffer.from(JSON.stringify({ RequestItems: { 'bench-csv': items } }))
const lanes = createDynamoRowLanes({ client: createRowClient(), clock })

await lanes.fast('BatchWriteItem', body)
const before = process.cpuUsage()
let left = requests - 1
await Promise.all(Array.from({ length: AT_ONCE }, sendOn))
const { user, system } = process.cpuUsage(before)
await lanes.close()
process.stdout.write(JSON.stringify({ rows: requests * ROWS_A_REQUEST, cpuSeconds: (user + system) / 1e6 }))

async function sendOn(): Promise<void> {
  while (left-- > 0) {
    const answer = await lanes.fast('BatchWriteItem', body)
    if (answer.kind !== 'written') throw new Error(`A row request was answered with ${answer.kind}`)
  }
}
