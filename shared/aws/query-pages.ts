import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb'
import { throwExplained } from './explain-error.ts'

/** The items that a query finds, page by page as they are asked for. Throws a StevedoreError that names the table. */
export async function* queryPages(
  client: Pick<DynamoDBClient, 'send'>,
  query: Omit<QueryCommandInput, 'ExclusiveStartKey'>,
): AsyncGenerator<readonly Record<string, AttributeValue>[]> {
  const { TableName, IndexName } = query
  const what = IndexName
    ? `Query of the index ${IndexName} of table ${TableName}`
    : `Query of table ${TableName}`
  let after: Record<string, AttributeValue> | undefined
  do {
    const page = await client
      .send(new QueryCommand({ ...query, ...(after && { ExclusiveStartKey: after }) }))
      .catch((error: unknown) => throwExplained(error, what))
    if (page.Items && page.Items.length > 0) yield page.Items
    after = page.LastEvaluatedKey
  } while (after)
}
