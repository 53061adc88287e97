interface Output {
  readonly $metadata?: object
}

/** What is touched of the SDK's types: those of a client name every command there is. */
interface Stack {
  add(middleware: Middleware, options: { step: 'initialize'; name: string; override: true }): void
}
type Handler = (args: never) => Promise<{ response: unknown; output: Output }>
type Middleware = (next: Handler) => Handler

/** Tells of each output of the client the `Date` of its answer: milliseconds since 1970, in whole seconds. */
export function answerTimes(client: {
  readonly middlewareStack: unknown
}): (output: Output) => number | undefined {
  const times = new WeakMap<object, number>()
  const middleware: Middleware = (next) => async (args) => {
    const result = await next(args)
    const time = dateOf(result.response)
    const { $metadata } = result.output
    if (time !== undefined && $metadata) times.set($metadata, time)
    return result
  }
  // On the client: a client that keeps its pipelines keeps that of a command's class, not of one command.
  const stack = client.middlewareStack as Stack
  stack.add(middleware, { step: 'initialize', name: 'answerTimes', override: true })
  return ({ $metadata }) => $metadata && times.get($metadata)
}

function dateOf(response: unknown): number | undefined {
  const headers = (response as { headers?: Record<string, string> }).headers
  const time = Date.parse(headers?.date ?? '')
  return Number.isNaN(time) ? undefined : time
}
