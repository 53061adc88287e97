/** A whole answer, as it came. */
export interface SentBytes {
  readonly status: number
  readonly bytes: Buffer
}

/** What the SDK's command is here: only what is touched, since its types name every command. */
interface Command {
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { step: 'build' | 'deserialize'; priority: 'high' | 'low'; name: string; override: true },
    ): void
  }
}
type Handler = (args: { readonly request: object }) => Promise<{ response: Response; output: never }>
type Middleware = (next: Handler) => Handler

/** As the connections of our own hand it over: whole. */
interface Response {
  readonly statusCode: number
  body: Uint8Array
}

/**
 * Lets the command send `body` instead of what it would make of its input. Answers a function that tells, once it was
 * sent, what came back, undefined where no whole answer did.
 */
export function sendAsBytes(command: unknown, body: Buffer): () => SentBytes | undefined {
  let sent: SentBytes | undefined
  const { middlewareStack } = command as Command
  const replace: Middleware = (next) => (args) =>
    next({ ...args, request: Object.assign(args.request, { body }) })
  const keep: Middleware = (next) => async (args) => {
    const result = await next(args)
    const bytes = Buffer.from(result.response.body)
    sent = { status: result.response.statusCode, bytes }
    // A copy: the SDK makes another kind of object of it.
    result.response.body = new Uint8Array(bytes)
    return result
  }
  // Before the body's length is told and signed; after it came, before it is read.
  middlewareStack.add(replace, { step: 'build', priority: 'high', name: 'sendAsBytes', override: true })
  middlewareStack.add(keep, { step: 'deserialize', priority: 'low', name: 'keepBytes', override: true })
  return () => sent
}
