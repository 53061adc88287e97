import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { ROW_REQUESTS, SLOW_LANE_CONNECTIONS } from './client-settings.ts'
import { createConnectionHandler } from './connection-handler.ts'

/**
 * The client of row requests. Its settings are those of both lanes, and it sends those of the slow one: by connections of our own,
 * which let nothing arrive after its time is over. The SDK's only close theirs.
 */
export function createRowClient(settings: DynamoDBClientConfig = {}): DynamoDBClient {
  const requestHandler = createConnectionHandler(SLOW_LANE_CONNECTIONS)
  return new DynamoDBClient({ ...ROW_REQUESTS, requestHandler, ...settings })
}
