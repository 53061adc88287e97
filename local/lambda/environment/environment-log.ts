import { randomBytes } from 'node:crypto'
import { readableLine } from '../../process/readable-line.ts'
import { createScreen } from '../../process/screen.ts'
import type { Site } from '../../site.ts'
import type { FunctionSettings } from '../function-settings.ts'

export interface EnvironmentLog {
  /** The log stream's name. */
  readonly stream: string
  /** A line of the function's own: whole into the file, shortened onto the screen. */
  output(line: string): void
  /** A line of the runtime's, for the file alone. */
  note(line: string): void
  close(): void
}

/** The log stream of one execution environment, in the function's log group. */
export function createEnvironmentLog(
  site: Site,
  settings: FunctionSettings,
  mayLog: (stream: string) => boolean,
): EnvironmentLog {
  const day = new Date(site.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')
  const stream = `${day}/[$LATEST]${randomBytes(16).toString('hex')}`
  const log = site.logs.open(settings.logGroup, stream)
  const logs = mayLog(stream)
  const screen = createScreen({
    file: log.file,
    say: (text) => site.logs.say(settings.shortName, text),
    now: site.clock.now,
  })
  return {
    stream,
    output(line) {
      if (logs) log.line(line)
      const shown = screenText(line)
      if (shown !== undefined) screen.line(shown)
    },
    note(line) {
      if (logs) log.line(line)
    },
    close() {
      screen.close()
      log.close()
    },
  }
}

/** Lines of the console lose the time and the request id that Lambda puts before them. */
function screenText(line: string): string | undefined {
  const [, level, text] = /^\S+Z\t\S*\t([A-Z]+)\t(.*)$/.exec(line) ?? []
  if (level === undefined || text === undefined) return readableLine(line)
  return level === 'INFO' ? text : `${level.toLowerCase()}: ${text}`
}
