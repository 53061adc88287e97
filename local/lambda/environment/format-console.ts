import { format } from 'node:util'

const LEVELS = {
  log: 'INFO',
  info: 'INFO',
  debug: 'DEBUG',
  trace: 'TRACE',
  warn: 'WARN',
  error: 'ERROR',
} as const

/** Makes the console write as Lambda's does: time, request id, level, text. What writes to stdout itself stays as it is. */
export function formatConsole(requestId: () => string): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Object.assign(globalThis.console, {
      [method]: (...values: unknown[]) => {
        const text = format(...values)
        process.stdout.write(`${new Date().toISOString()}\t${requestId()}\t${level}\t${text}\n`)
      },
    })
  }
}
