import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { onTestFinished } from 'vitest'
import { createDynamodb } from '../../../local/dynamodb/index.ts'
import { servePlugin } from '../serve-plugin.ts'
import { clientElsewhere } from './elsewhere.ts'

const TABLE = {
  TableName: 'rows',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
} satisfies CreateTableCommandInput

/** A client and the table `rows`, its key `id`: all that a test of AWS's own behaviour needs, here or elsewhere. */
export async function setupTable(table: Partial<CreateTableCommandInput> = {}): Promise<DynamoDBClient> {
  const elsewhere = clientElsewhere()
  if (!elsewhere) return (await setup(table)).dynamodb
  const dynamodb = new DynamoDBClient({ ...elsewhere, maxAttempts: 1 })
  onTestFinished(() => dynamodb.destroy())
  await dynamodb.send(new CreateTableCommand({ ...TABLE, ...table }))
  return dynamodb
}

/** A fresh DynamoDB with the table `rows`, its key `id`; `restart` opens the same data again. */
export async function setup(table: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dynamodb-'))
  let served = await servePlugin(folder, createDynamodb)
  let dynamodb = new DynamoDBClient({ ...served.client, maxAttempts: 1 })
  onTestFinished(async () => {
    dynamodb.destroy()
    await served.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const apply = async (properties: object = {}) => {
    const resource = served.plugin.resources[0]
    if (!resource) throw new Error('No resource type')
    return resource.apply({
      logicalId: 'Rows',
      stackName: 'test',
      properties: resource.properties.parse({ ...TABLE, ...properties }),
      physicalName: () => 'test-Rows',
    })
  }
  await apply(table)
  return {
    get dynamodb() {
      return dynamodb
    },
    get plugin() {
      return served.plugin
    },
    get failures() {
      return served.failures
    },
    folder,
    apply,
    restart: async () => {
      dynamodb.destroy()
      await served.close()
      served = await servePlugin(folder, createDynamodb)
      dynamodb = new DynamoDBClient({ ...served.client, maxAttempts: 1 })
    },
  }
}
