import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { openStore } from '../../../local/dynamodb/store.ts'
import { changeTable } from '../../../local/dynamodb/table-description.ts'
import { setup } from './setup.ts'

const INDEX = {
  IndexName: 'byGroup',
  KeySchema: [{ AttributeName: 'group', KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
}
const GROUP = { AttributeName: 'group', AttributeType: 'S' as const }
const ID = { AttributeName: 'id', AttributeType: 'S' as const }
const WITH_INDEX = { AttributeDefinitions: [ID, GROUP], GlobalSecondaryIndexes: [INDEX] }

async function setupRows(table: object = {}) {
  const site = await setup(table)
  const put = (id: string, group: { S: string } | { N: string }) =>
    site.dynamodb.send(new PutItemCommand({ TableName: 'rows', Item: { id: { S: id }, group } }))
  const inGroup = async (group: string) =>
    (
      await site.dynamodb.send(
        new QueryCommand({
          TableName: 'rows',
          IndexName: 'byGroup',
          KeyConditionExpression: '#g = :g',
          ExpressionAttributeNames: { '#g': 'group' },
          ExpressionAttributeValues: { ':g': { S: group } },
        }),
      )
    ).Items?.map(({ id }) => id?.S).sort()
  return { site, put, inGroup }
}

test('a table of a template is active at once, and tells its ARN', async () => {
  const { dynamodb, apply } = await setup()
  expect(await apply()).toEqual({
    physicalId: 'rows',
    attributes: { Arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/rows' },
  })
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'rows' }))
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  })
})

test('a table without a name gets one', async () => {
  const { apply } = await setup()
  expect((await apply({ TableName: undefined })).physicalId).toBe('test-Rows')
})

test('a table that is there keeps its rows, and gets the index that the template adds', async () => {
  const { site, put, inGroup } = await setupRows()
  await put('1', { S: 'a' })
  await put('2', { S: 'b' })
  await put('3', { S: 'a' })
  await put('of another type', { N: '1' })
  await site.restart()
  await site.apply(WITH_INDEX)
  expect(await inGroup('a')).toEqual(['1', '3'])
  await put('4', { S: 'a' })
  await put('1', { S: 'b' })
  expect(await inGroup('a')).toEqual(['3', '4'])
  await site.apply()
  await expect(inGroup('a')).rejects.toThrow('index')
})

test('UpdateTable adds and takes away an index', async () => {
  const { site, put, inGroup } = await setupRows()
  await put('1', { S: 'a' })
  const update = (change: object) =>
    site.dynamodb.send(
      new UpdateTableCommand({
        TableName: 'rows',
        AttributeDefinitions: [ID, GROUP],
        GlobalSecondaryIndexUpdates: [change],
      }),
    )
  await update({ Create: INDEX })
  expect(await inGroup('a')).toEqual(['1'])
  await expect(update({ Create: INDEX })).rejects.toThrow('already exists: byGroup')
  await update({ Delete: { IndexName: 'byGroup' } })
  await expect(inGroup('a')).rejects.toThrow('index')
})

test('a key or an index that changed is refused with the way out', async () => {
  const { apply } = await setup(WITH_INDEX)
  await expect(
    apply({ ...WITH_INDEX, KeySchema: [{ AttributeName: 'group', KeyType: 'HASH' }] }),
  ).rejects.toThrow(
    'The key of table rows cannot be changed: it is HASH id (S), the template says HASH group (S). Give the table a new name in the template.',
  )
  await expect(
    apply({
      ...WITH_INDEX,
      GlobalSecondaryIndexes: [{ ...INDEX, Projection: { ProjectionType: 'KEYS_ONLY' } }],
    }),
  ).rejects.toThrow('Give the index a new name')
})

test('a property that a table does not have here is an error that names it', async () => {
  const { apply } = await setup()
  await expect(apply({ StreamSpecification: { StreamViewType: 'NEW_IMAGE' } })).rejects.toThrow(
    'StreamSpecification',
  )
})

test('time to live and point-in-time recovery are kept and told, from the template or by a call', async () => {
  const site = await setup({
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'true' },
  })
  await site.restart()
  const TableName = 'rows'
  const timeToLive = async () =>
    (await site.dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription
  const backups = async () =>
    (await site.dynamodb.send(new DescribeContinuousBackupsCommand({ TableName })))
      .ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
  expect(await timeToLive()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' })
  expect(await backups()).toBe('ENABLED')
  const update = (Enabled: boolean) =>
    site.dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled },
      }),
    )
  await expect(update(true)).rejects.toThrow('already enabled')
  await update(false)
  expect(await timeToLive()).toEqual({ TimeToLiveStatus: 'DISABLED' })
  await site.dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    }),
  )
  expect(await backups()).toBe('DISABLED')
})

test('time to live is neither moved nor switched off by a template: CloudFormation does neither', async () => {
  const { dynamodb, apply } = await setup()
  const spec = (AttributeName: string, Enabled = true) => ({
    TimeToLiveSpecification: { AttributeName, Enabled },
  })
  const told = async () =>
    (await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: 'rows' }))).TimeToLiveDescription
  await apply(spec('ttl'))
  await apply(spec('ttl'))
  await expect(apply(spec('expires'))).rejects.toThrow('TimeToLive is active on a different AttributeName')
  await apply()
  expect(await told()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' })
  await apply(spec('ttl', false))
  await apply(spec('expires'))
  expect(await told()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' })
})

test('a protected table is not deleted; another one is, with its rows', async () => {
  const { site, put } = await setupRows({ DeletionProtectionEnabled: true })
  const remove = () => site.dynamodb.send(new DeleteTableCommand({ TableName: 'rows' }))
  await expect(remove()).rejects.toThrow('protected against deletion: rows')
  await site.apply({ ...WITH_INDEX, DeletionProtectionEnabled: false })
  await put('1', { S: 'a' })
  await remove()
  await expect(put('2', { S: 'a' })).rejects.toBeInstanceOf(ResourceNotFoundException)
})

test('a table that a killed process left half made is there at the next start', async () => {
  const site = await setup()
  await site.plugin.close()
  const store = await openStore(
    { region: 'us-east-1', accountId: '000000000000' } as never,
    `${site.folder}/dynamodb`,
  )
  await changeTable(store, 'rows', (table) => {
    table.TableStatus = 'CREATING'
  })
  await store.db.close()
  await site.restart()
  const { Table } = await site.dynamodb.send(new DescribeTableCommand({ TableName: 'rows' }))
  expect(Table?.TableStatus).toBe('ACTIVE')
})

test('a folder that another run has open is told as such', async () => {
  const { folder } = await setup()
  await expect(
    openStore({ region: 'us-east-1', accountId: '000000000000' } as never, `${folder}/dynamodb`),
  ).rejects.toThrow('in use by another local run')
})

test('an action that is not there is an error that names it, and a body that is no JSON one that says so', async () => {
  const { dynamodb, failures } = await setup()
  await expect(dynamodb.send(new DescribeLimitsCommand({}))).rejects.toThrow(
    'The local runtime has no DynamoDB action DescribeLimits.',
  )
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(['rows'])
  const { hostname, port } = (await dynamodb.config.endpoint?.().then((endpoint) => endpoint)) ?? {}
  const response = await fetch(`http://${hostname}:${port}`, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
    body: '{"TableName":',
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ __type: expect.stringContaining('SerializationException') })
  expect(failures).toEqual([])
})

test('closing waits for what is under way, and later requests are refused', async () => {
  const { site, put } = await setupRows()
  const writes = Array.from({ length: 50 }, (_, i) =>
    put(String(i), { S: 'a' }).then(
      () => i,
      () => -1,
    ),
  )
  const [first] = writes
  await first
  await site.plugin.close()
  const done = (await Promise.all(writes)).filter((i) => i >= 0)
  await expect(put('late', { S: 'a' })).rejects.toThrow('closing')
  expect(done.length).toBeGreaterThan(0)
  expect(site.failures).toEqual([])
})
