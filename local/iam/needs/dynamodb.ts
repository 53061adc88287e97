import { type ApiNeeds, anything, arnOf, type Input, type Need, type Surroundings } from './need.ts'

/** Service Authorization Reference, DynamoDB. */
export const dynamodbNeeds: ApiNeeds = {
  prefix: 'dynamodb',
  actions: {
    BatchGetItem: tablesOfRequest,
    BatchWriteItem: tablesOfRequest,
    CreateTable: table,
    DeleteItem: table,
    DeleteTable: table,
    DescribeContinuousBackups: table,
    DescribeTable: table,
    DescribeTimeToLive: table,
    GetItem: table,
    ListTables: anything,
    ListTagsOfResource: tagged,
    PutItem: table,
    Query: tableOrIndex,
    Scan: tableOrIndex,
    TagResource: tagged,
    UntagResource: tagged,
    UpdateContinuousBackups: table,
    UpdateItem: table,
    UpdateTable: table,
    UpdateTimeToLive: table,
    // IAM has no action for them, and the runtime refuses them all.
    TransactGetItems: () => [],
    TransactWriteItems: () => [],
    ExecuteStatement: () => [],
    ExecuteTransaction: () => [],
    BatchExecuteStatement: () => [],
  },
}

function table({ TableName }: Input, at: Surroundings): Need {
  return { resource: arnOf(at, 'dynamodb', 'table/', TableName) }
}

function tableOrIndex(input: Input, at: Surroundings): Need {
  const { resource } = table(input, at)
  return { resource: input.IndexName === undefined ? resource : `${resource}/index/${input.IndexName}` }
}

function tablesOfRequest({ RequestItems }: Input, at: Surroundings): readonly Need[] {
  return Object.keys((RequestItems ?? {}) as object).map((TableName) => table({ TableName }, at))
}

function tagged({ ResourceArn }: Input): Need {
  return { resource: String(ResourceArn) }
}
