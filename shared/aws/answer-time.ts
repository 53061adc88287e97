/** What the SDK's command and its answer are here: only what is touched, since their types name every command. */
interface Command {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'deserialize'; name: string; override: true }): void
  }
}
type Handler = (args: never) => Promise<{ response: unknown; output: never }>
type Middleware = (next: Handler) => Handler

/** Answers, once the command was sent, the `Date` of its last answer: milliseconds since 1970, in whole seconds. */
export function answerTime(command: unknown): () => number | undefined {
  let time: number | undefined
  const middleware: Middleware = (next) => async (args) => {
    const result = await next(args)
    time = dateOf(result.response)
    return result
  }
  ;(command as Command).middlewareStack.add(middleware, {
    step: 'deserialize',
    name: 'answerTime',
    override: true,
  })
  return () => time
}

function dateOf(response: unknown): number | undefined {
  const headers = (response as { headers?: Record<string, string> }).headers
  const time = Date.parse(headers?.date ?? '')
  return Number.isNaN(time) ? undefined : time
}
