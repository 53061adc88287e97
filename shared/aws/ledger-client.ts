import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { LEDGER_CONNECTIONS, LEDGER_REQUESTS } from './client-settings.ts'
import { createClientSigner } from './client-signer.ts'
import { createConnectionHandler } from './connection-handler.ts'
import { withoutLogger } from './without-logger.ts'

/**
 * The client of who loads, for the ledger: seven requests for each file, so that what a request costs is most of what a
 * small file costs. It is the SDK's client, with its types, retries and errors; its requests are signed here and go by
 * connections of our own, which takes an eighth off a small file.
 */
export function createLedgerClient(settings: DynamoDBClientConfig = {}): DynamoDBClient {
  const client: DynamoDBClient = new DynamoDBClient({
    ...LEDGER_REQUESTS,
    requestHandler: createConnectionHandler(LEDGER_CONNECTIONS),
    signer: createClientSigner({
      credentials: () => client.config.credentials(),
      region: () => client.config.region(),
      service: 'dynamodb',
    }),
    ...settings,
  })
  return withoutLogger(client)
}
