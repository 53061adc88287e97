import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { FromServer, RunOrder, RunReport, ToServer } from '../null-server/protocol.ts'

export interface NullServer {
  readonly endpoint: string
  begin(order: Omit<RunOrder, 'kind'>): Promise<void>
  /** Resolves when every message of the queue was deleted. */
  queueEmpty(): Promise<void>
  report(): Promise<RunReport>
  stop(): void
}

export async function startNullServer(): Promise<NullServer> {
  const child = fork(join(import.meta.dirname, '..', 'null-server', 'main.ts'))
  const listening = await next('listening')

  return {
    endpoint: `http://127.0.0.1:${listening.port}`,
    async begin(order) {
      tell({ kind: 'begin', ...order })
      await next('ready')
    },
    async queueEmpty() {
      await next('queue-empty')
    },
    async report() {
      tell({ kind: 'end' })
      return (await next('report')).report
    },
    stop: () => void child.disconnect(),
  }

  function tell(message: ToServer): void {
    child.send(message)
  }

  async function next<K extends FromServer['kind']>(kind: K): Promise<FromServer & { kind: K }> {
    const over = new AbortController()
    const gone = once(child, 'exit', { signal: over.signal }).then(([code]) => {
      throw new Error(`The null server ended with ${code}: its own words are above`)
    })
    try {
      for (;;) {
        const [message] = (await Promise.race([once(child, 'message', { signal: over.signal }), gone])) as [
          FromServer,
        ]
        if (message.kind === kind) return message as FromServer & { kind: K }
      }
    } finally {
      gone.catch(() => undefined)
      over.abort()
    }
  }
}
