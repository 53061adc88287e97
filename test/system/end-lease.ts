import { UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { startStack } from './stack.ts'

/** Makes a lease run out now: that of a worker that died or hangs, which would take most of a minute. */
export async function endLease(stack: Awaited<ReturnType<typeof startStack>>, name: string): Promise<void> {
  await stack.dynamodb.send(
    new UpdateItemCommand({
      TableName: stack.outputs.LedgerTableName,
      Key: { object: { S: `lease#${name}` }, version: { S: 'lease' } },
      UpdateExpression: 'SET expiresAt = :past',
      // Without it the update would make a lease where none is.
      ConditionExpression: 'attribute_exists(expiresAt)',
      ExpressionAttributeValues: { ':past': { N: '1' } },
    }),
  )
}
