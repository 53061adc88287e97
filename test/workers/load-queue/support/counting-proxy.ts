import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What stands between a worker and AWS: counts requests by action, and holds them or their answers when a test says so. */
export async function startCountingProxy(target: () => string) {
  const counts = new Map<string, number>()
  const held = new Map<string, Promise<void>>()
  const server = createServer((request, response) => void pass(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: (action: string) => counts.get(action) ?? 0,
    counts: () => Object.fromEntries(counts),
    reset: () => counts.clear(),
    /** Requests of this action wait until the returned function is called. */
    hold(action: string): () => void {
      const { promise, resolve } = Promise.withResolvers<void>()
      held.set(action, promise)
      return () => {
        held.delete(action)
        resolve()
      }
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const action = actionOf(request)
    counts.set(action, (counts.get(action) ?? 0) + 1)
    await held.get(action)
    const { port } = new URL(target())
    const { method, headers, url } = request
    const onward = forward({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    // Either side may go away in the middle: then the other is let go as well.
    response.on('close', () => onward.destroy())
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  }
}

/** `Query`, `ReceiveMessage`; of S3 `S3 GET`, which has no header for it. */
function actionOf({ headers, method }: IncomingMessage): string {
  const target = headers['x-amz-target']
  return typeof target === 'string' ? (target.split('.')[1] ?? target) : `S3 ${method}`
}
