import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where the output of tasks and functions goes: whole into files, shortened onto the screen. */
export interface Logs {
  /** Opens a log stream, named as CloudWatch Logs would: `group` like `/ecs/stevedore-local`, `stream` like `load-object/3f2a`. */
  open(group: string, stream: string): LogStream
  /** One line for the person at the screen. `source` is a short name such as `load-object 3f2a`. */
  say(source: string, text: string): void
  close(): Promise<void>
}

interface LogStream {
  /** Absolute path of the file. */
  readonly file: string
  /** Adds one line, with or without its line feed. */
  line(text: string): void
  close(): void
}

// Room for an error with its remedy; everything else is short.
const SCREEN_LINE_LENGTH_MAX = 700

/** The file of a stream below the folder of all logs. */
export function logFile(folder: string, group: string, stream: string): string {
  return join(folder, ...`${group}/${stream}.log`.split('/').filter(Boolean))
}

export function createLogs(options: {
  folder: string
  print: (line: string) => void
  /** Hears every line of every stream. */
  onLine?: (text: string) => void
}): Logs {
  const open = new Set<WriteStream>()

  function say(source: string, text: string): void {
    const line = text.length > SCREEN_LINE_LENGTH_MAX ? `${text.slice(0, SCREEN_LINE_LENGTH_MAX - 1)}…` : text
    options.print(`${source.padEnd(18)} ${line}`)
  }

  return {
    say,
    open(group, stream) {
      const file = logFile(options.folder, group, stream)
      mkdirSync(dirname(file), { recursive: true })
      const out = createWriteStream(file, { flags: 'a' })
      open.add(out)
      return {
        file,
        line: (text) => {
          out.write(text.endsWith('\n') ? text : `${text}\n`)
          options.onLine?.(text)
        },
        close: () => {
          open.delete(out)
          out.end()
        },
      }
    },
    close: async () => {
      await Promise.all([...open].map((out) => new Promise<void>((resolve) => out.end(() => resolve()))))
    },
  }
}
