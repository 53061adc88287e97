import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { clientElsewhere, isElsewhere } from './elsewhere.ts'
import { type RandomRequest, requests } from './random-requests.ts'
import { setup } from './setup.ts'

// Random requests, answered here and elsewhere: the answers agree, and so do the names of the errors.

const RUNS = Number(process.env.SECOND_OPINION_RUNS ?? 400)
const SEED = Number(process.env.SECOND_OPINION_SEED ?? 1)
const TABLE = {
  TableName: 'rows',
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' as const },
    { AttributeName: 'group', AttributeType: 'S' as const },
    { AttributeName: 'n', AttributeType: 'N' as const },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byGroup',
      KeySchema: [
        { AttributeName: 'group', KeyType: 'HASH' as const },
        { AttributeName: 'n', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
}

test.runIf(isElsewhere)(
  'random requests are answered here as there',
  async () => {
    const here = (await setup(TABLE)).dynamodb
    const there = new DynamoDBClient({ ...clientElsewhere(), maxAttempts: 1 })
    onTestFinished(() => there.destroy())
    await there.send(new CreateTableCommand(TABLE))
    let run = 0
    await fc.assert(
      fc.asyncProperty(requests, async (list) => {
        run += 1
        for (const request of list) {
          expect(await answer(here, request, run)).toEqual(await answer(there, request, run))
        }
      }),
      { numRuns: RUNS, seed: SEED },
    )
  },
  300_000,
)

function command({ action, input }: RandomRequest) {
  const given = input as never
  switch (action) {
    case 'PutItem':
      return new PutItemCommand(given)
    case 'UpdateItem':
      return new UpdateItemCommand(given)
    case 'DeleteItem':
      return new DeleteItemCommand(given)
    case 'GetItem':
      return new GetItemCommand(given)
    case 'Query':
      return new QueryCommand(given)
  }
}

/** Each run has items of its own; what shrinks is tried on fresh ones. */
async function answer(client: DynamoDBClient, request: RandomRequest, run: number): Promise<unknown> {
  const input = JSON.parse(JSON.stringify(request.input).replaceAll('"run-', `"${run}-`))
  try {
    const output = await client.send(command({ ...request, input }) as PutItemCommand)
    // DynamoDB Local tells the capacity of deletions that did not ask for it.
    return ordered({ ...output, $metadata: undefined, ConsumedCapacity: undefined })
  } catch (error) {
    const { name, Item } = error as { name: string; Item?: unknown }
    return { error: name, item: ordered(Item) }
  }
}

/** Sets have no order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'SS' || key === 'NS' ? [...(inner as string[])].sort() : ordered(inner),
    ]),
  )
}
