import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import type { Readable } from 'node:stream'
import type { Clock } from '../../clock.ts'
import { killGroup } from '../../process/kill-group.ts'
import { splitLines } from '../../process/split-lines.ts'
import { INIT_TIMEOUT_MS } from '../limits.ts'
import type { EnvironmentMessage, InvokeMessage } from './messages.ts'

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** V8 said that its heap is full. */
  readonly heapExhausted: boolean
}

export type Outcome =
  | EnvironmentMessage
  | { readonly kind: 'timeout'; readonly seconds: number }
  | ({ readonly kind: 'exit' } & Exit)

export interface FunctionProcess {
  /** `ready`, or how the start failed. */
  readonly started: Promise<Outcome>
  /** What comes first: the answer, the end of the process, or of the time. */
  ask(message: InvokeMessage, milliseconds: number): Promise<Outcome>
  /** Resolves when the process has ended and its output is read. */
  readonly gone: Promise<Exit>
  isAlive(): boolean
  kill(): void
}

const BOOTSTRAP = join(import.meta.dirname, 'bootstrap.ts')

/** Starts the program that loads a function. `take` gets each line that it writes. */
export function startFunctionProcess(options: {
  folder: string
  variables: Record<string, string>
  clock: Clock
  take: (line: string) => void
}): FunctionProcess {
  // A group of its own: Ctrl-C on the terminal is for the runtime, which then ends its functions in order.
  const child = spawn(process.execPath, [BOOTSTRAP], {
    cwd: options.folder,
    env: options.variables,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  })
  let alive = true
  let heapExhausted = false
  const takeError = (line: string) => {
    if (line.includes('JavaScript heap out of memory')) heapExhausted = true
    options.take(line)
  }
  const [, stdout, stderr] = child.stdio as unknown as [null, Readable, Readable]
  const output = [splitLines(stdout, options.take), splitLines(stderr, takeError)]
  const gone = Promise.all([exitOf(child), Promise.allSettled(output)]).then(([exit]) => {
    alive = false
    return { ...exit, heapExhausted }
  })

  async function first(message: Promise<EnvironmentMessage>, milliseconds: number): Promise<Outcome> {
    const done = new AbortController()
    const never = new Promise<never>(() => {})
    const outcome = await Promise.race<Outcome>([
      message,
      gone.then((exit) => ({ kind: 'exit', ...exit })),
      options.clock.sleep(milliseconds, done.signal).then(
        () => ({ kind: 'timeout', seconds: milliseconds / 1000 }),
        () => never,
      ),
    ])
    done.abort()
    return outcome
  }

  return {
    started: first(nextMessage(child), INIT_TIMEOUT_MS),
    ask(message, milliseconds) {
      const answer = nextMessage(child)
      // A channel that is closed already needs no word: the end of the process is the outcome.
      child.send(message, () => {})
      return first(answer, milliseconds)
    },
    gone,
    isAlive: () => alive,
    kill() {
      if (alive && child.pid !== undefined) killGroup(child.pid)
    },
  }
}

function nextMessage(child: ChildProcess): Promise<EnvironmentMessage> {
  return new Promise((resolve) => child.once('message', (message) => resolve(message as EnvironmentMessage)))
}

function exitOf(child: ChildProcess): Promise<Omit<Exit, 'heapExhausted'>> {
  return new Promise((resolve) => {
    // What the function started and left behind would hold its output open.
    child.once('exit', () => {
      if (child.pid !== undefined) killGroup(child.pid)
    })
    child.once('close', (code, signal) => resolve({ code, signal }))
    child.once('error', () => {
      if (child.pid === undefined) resolve({ code: null, signal: null })
    })
  })
}
