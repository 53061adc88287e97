/** By this name the SDK's own clients know it. */
const LOGGER = 'loggerMiddleware'

interface LoggingClient {
  readonly middlewareStack: { remove(name: string): boolean }
}

/**
 * The client without the SDK's log of requests, which nobody reads: it copies what goes out and comes in, whether or not
 * there is a logger. Throws where the client has none to take away.
 */
export function withoutLogger<Client extends LoggingClient>(client: Client): Client {
  if (!client.middlewareStack.remove(LOGGER)) {
    throw new TypeError(
      `The client has no ${LOGGER}: the SDK calls it otherwise now. Look at without-logger.ts`,
    )
  }
  return client
}
