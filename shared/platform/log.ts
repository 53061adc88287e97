import { StevedoreError } from './error.ts'

/** Structured logs: one JSON object a line. Never the contents of a row, never a secret. */
export interface Log {
  /** What is of use when a fault is looked for, and noise otherwise. */
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** The same log with fields that every line of it carries, for example the load's id and attempt. */
  with(fields: LogFields): Log
}

type LogFields = Readonly<Record<string, unknown>>

/** `act` is the name of the function or worker, the one in serverless.yml. */
export function createLog(act: string, write: (line: string) => void, now: () => number): Log {
  function make(fixed: LogFields): Log {
    const line =
      (level: string) =>
      (message: string, fields: LogFields = {}) =>
        write(
          `${JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...fixed, ...fields }, readable)}\n`,
        )
    return {
      debug: line('debug'),
      info: line('info'),
      warn: line('warn'),
      error: line('error'),
      with: (fields) => make({ ...fixed, ...fields }),
    }
  }
  return make({ act })
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof Error) {
    const { name, message: whole, stack, cause } = value
    const message = value instanceof StevedoreError ? (value.logged ?? whole) : whole
    return {
      name,
      ...('code' in value ? { code: value.code } : {}),
      message,
      // It begins with the message.
      stack: stack?.replace(whole, () => message),
      cause,
    }
  }
  return typeof value === 'bigint' ? String(value) : value
}
