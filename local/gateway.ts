import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Plugin } from './plugin.ts'
import { type Caller, setCaller } from './protocol/caller.ts'
import { toXml } from './protocol/xml.ts'

// KEY/DATE/REGION/SERVICE/aws4_request
const CREDENTIAL = /Credential=([^/]+)\/\d+\/[^/]*\/([^/]+)\//

export interface Gateway {
  /** Resolves to the port. Rejects with the system's error, `EADDRINUSE` for one. */
  listen(port: number): Promise<number>
  close(): Promise<void>
}

/**
 * One port for all services. A signed request names its service in the credential scope
 * (`Credential=KEY/DATE/REGION/SERVICE/aws4_request`), in the header or, where it is presigned, in the query.
 */
export function createGateway(options: {
  plugins: () => readonly Plugin[]
  report: (error: unknown) => void
  /** Who has this access key; undefined for somebody who may do everything. */
  callerOf?: (accessKeyId: string | undefined, service: string) => Caller | undefined
}): Gateway {
  const server = createServer((request, response) => {
    const plugin = choose(options.plugins(), request)
    if (!plugin) return refuse(request, response)
    const { accessKeyId, service } = credential(request)
    const caller = service === undefined ? undefined : options.callerOf?.(accessKeyId, service)
    if (caller) setCaller(request, caller)
    plugin.handle(request, response).catch((error: unknown) => {
      options.report(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'content-type': 'application/json' }).end('{"__type":"InternalFailure"}')
    })
  })
  // Uploads may take as long as they like; Node's default ends them after five minutes.
  server.requestTimeout = 0
  server.keepAliveTimeout = 60_000

  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function choose(plugins: readonly Plugin[], request: IncomingMessage): Plugin | undefined {
  const { service } = credential(request)
  const path = request.url ?? '/'
  return plugins.find((plugin) =>
    service === undefined
      ? plugin.paths?.some((prefix) => path.startsWith(prefix))
      : plugin.scopes.includes(service),
  )
}

/** Whose key signed a request, and for which service. */
function credential(request: IncomingMessage): { accessKeyId?: string; service?: string } {
  const [, key, scope] = CREDENTIAL.exec(request.headers.authorization ?? '') ?? []
  if (key !== undefined && scope !== undefined) return { accessKeyId: key, service: scope }
  const [, query = ''] = (request.url ?? '').split('?', 2)
  const parameters = new URLSearchParams(query)
  // `aws s3 presign` of version 1 of the AWS CLI signs as only S3 still takes it, without a scope.
  const keyOfOld = parameters.get('AWSAccessKeyId')
  if (keyOfOld !== null && parameters.has('Signature')) return { accessKeyId: keyOfOld, service: 's3' }
  const presigned = parameters.get('X-Amz-Credential')?.split('/')
  const service = presigned?.at(-2)
  return presigned?.[0] !== undefined && service !== undefined ? { accessKeyId: presigned[0], service } : {}
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const { service } = credential(request)
  const message =
    service === undefined
      ? 'This is the local runtime of Stevedore. It answers signed AWS requests: set AWS_ENDPOINT_URL to this address, and any access key.'
      : `The local runtime has no service ${service}.`
  const code = service === undefined ? 'MissingAuthenticationToken' : 'UnknownService'
  const status = service === undefined ? 403 : 501
  request.resume()
  // A client of the query protocol reads XML alone, and would show a parser's complaint instead.
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const told = { Type: 'Sender', Code: code, Message: message }
    response.writeHead(status, { 'content-type': 'text/xml' }).end(toXml({ ErrorResponse: { Error: told } }))
  } else {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ __type: code, message }))
  }
}
