import { type ConnectionPlace, type ConnectionUser, PostConnection } from './post-connection.ts'

/** Connections to one place, each for one request at a time. */
export interface PostConnections {
  /** At once, or when one is free, in the order of the calls. */
  send(user: ConnectionUser): void
  /** Ends what is on its way, and refuses what comes. */
  destroy(): void
}

/** The one that was freed last goes out first: no more are opened than are needed at once, and `connectionsMax`. */
export function createPostConnections(origin: string, connectionsMax: number): PostConnections {
  const place: ConnectionPlace = { origin: new URL(origin), session: undefined }
  const all = new Set<PostConnection>()
  const free: PostConnection[] = []
  const waiting: ConnectionUser[] = []
  let isServing = false

  return {
    send: (user) => {
      const connection = free.pop() ?? open()
      if (connection) connection.send(user)
      else waiting.push(user)
    },
    destroy: () => {
      for (const user of waiting.splice(0)) user.failed(new Error('The connections were closed'))
      for (const connection of [...all]) connection.destroy(new Error('The connections were closed'))
    },
  }

  function open(): PostConnection | undefined {
    if (all.size === connectionsMax) return undefined
    const connection = new PostConnection(place, { freed, closed })
    all.add(connection)
    return connection
  }

  function freed(connection: PostConnection): void {
    free.push(connection)
    serve()
  }

  /** It is told of more than once, and may have been free. */
  function closed(connection: PostConnection): void {
    if (!all.delete(connection)) return
    const place = free.indexOf(connection)
    if (place >= 0) free.splice(place, 1)
    serve()
  }

  /** A loop, and not a call in a call, where a request whose time is over frees its connection at once. */
  function serve(): void {
    if (isServing) return
    isServing = true
    for (let user = waiting[0]; user; user = waiting[0]) {
      const connection = free.pop() ?? open()
      if (!connection) break
      waiting.shift()
      connection.send(user)
    }
    isServing = false
  }
}
