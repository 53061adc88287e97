import { buildConnector, Client } from 'undici'
import { CONNECTION_TIMEOUT_MS } from './client-settings.ts'

/** What is sent once it has a connection, and gives it back when the connection is done with it. */
export interface ConnectionUser {
  sendBy(client: Client): void
}

/** Connections to one place, each for one request at a time. */
export interface RowConnections {
  /** At once, or when one is given back, in the order of the calls. */
  send(user: ConnectionUser): void
  giveBack(client: Client): void
  destroy(): Promise<void>
}

/** The one that was given back last goes out first: no more are opened than are needed at once, and `connectionsMax`. */
export function createRowConnections(origin: string, connectionsMax: number): RowConnections {
  // One for all, so that their TLS sessions are shared.
  const connect = buildConnector({ timeout: CONNECTION_TIMEOUT_MS, allowH2: false })
  const clients: Client[] = []
  const free: Client[] = []
  const waiting: ConnectionUser[] = []

  return {
    send: (user) => {
      const client = free.pop() ?? open()
      if (client) user.sendBy(client)
      else waiting.push(user)
    },
    giveBack: (client) => {
      free.push(client)
      // Not at once: undici is still busy with the end of the request before.
      if (waiting.length > 0) queueMicrotask(serve)
    },
    destroy: async () => {
      await Promise.all(clients.map((client) => client.destroy()))
    },
  }

  /** Without undici's timeouts, which are seconds apart: the lane has its own. */
  function open(): Client | undefined {
    if (clients.length === connectionsMax) return undefined
    const client = new Client(origin, {
      connect,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
    })
    clients.push(client)
    return client
  }

  function serve(): void {
    for (let user = waiting[0]; user && free.length > 0; user = waiting[0]) {
      waiting.shift()
      user.sendBy(free.pop() as Client)
    }
  }
}
