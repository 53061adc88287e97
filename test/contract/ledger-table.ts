import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createDynamodb } from '../../local/dynamodb/index.ts'
import { clientElsewhere } from '../local/dynamodb/elsewhere.ts'
import { servePlugin } from '../local/serve-plugin.ts'

/** A DynamoDB of its own with the table `ledger`, in this process or where the environment says. */
export async function startLedgerTable() {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  const elsewhere = clientElsewhere()
  const served = elsewhere ? undefined : await servePlugin(folder, createDynamodb)
  const client = new DynamoDBClient({ ...elsewhere, ...served?.client })
  await client.send(
    new CreateTableCommand({
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'object', KeyType: 'HASH' },
        { AttributeName: 'version', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['object', 'version', 'statusShard', 'statusAt'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byStatus',
          KeySchema: [
            { AttributeName: 'statusShard', KeyType: 'HASH' },
            { AttributeName: 'statusAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  )
  return {
    client,
    stop: async () => {
      client.destroy()
      await served?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
