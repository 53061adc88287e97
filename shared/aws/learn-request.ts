import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { StevedoreError } from '../platform/error.ts'
import type { SignedPlace } from './sign-request.ts'

/** How a client's own requests look: what was set for it in code, environment and files has all gone into that. */
export interface LearnedRequest extends SignedPlace {
  /** Scheme, host and port. */
  readonly origin: string
  readonly userAgent: string
}

/** What of the SDK's types is touched: those of a command name every one there is. */
interface Stack {
  add(middleware: () => Handler, options: { step: 'finalizeRequest'; priority: 'low'; name: string }): void
}
type Handler = (args: { request: BuiltRequest }) => Promise<unknown>

interface BuiltRequest {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
}

const SCOPE = /Credential=[^,]*\/\d{8}\/([^/,]+)\/([^/,]+)\/aws4_request/

/** Builds and signs a request in the client's own pipeline, which ends before it is sent. Throws what that throws. */
export async function learnRequest(client: DynamoDBClient): Promise<LearnedRequest> {
  let built: BuiltRequest | undefined
  const command = new BatchWriteItemCommand({ RequestItems: {} })
  const stack = command.middlewareStack as unknown as Stack
  const capture = (): Handler => async (args) => {
    built = args.request
    return { response: { headers: {} }, output: { $metadata: {} } }
  }
  stack.add(capture, { step: 'finalizeRequest', priority: 'low', name: 'learnRequest' })
  await client.send(command)
  const { protocol, hostname, port, path, headers } = built ?? unlikeBefore('no request')
  const [, region, service] = SCOPE.exec(headers.authorization ?? '') ?? []
  const { host, 'content-type': contentType, 'user-agent': userAgent } = headers
  if (!host || !contentType || !userAgent || !region || !service) {
    return unlikeBefore(`a request with the headers ${Object.keys(headers).join(', ')}`)
  }
  const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
  return { origin, host, path, region, service, contentType, userAgent }
}

function unlikeBefore(what: string): never {
  throw new StevedoreError(
    'config.invalid',
    `The client of DynamoDB built ${what}: its pipeline is not the one that is known. Go back to the version of the SDK in package-lock.json`,
  )
}
