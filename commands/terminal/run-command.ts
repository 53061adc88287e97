import { constants } from 'node:os'
import process from 'node:process'
import { type Clock, systemClock } from '../../shared/platform/clock.ts'
import { StevedoreError } from '../../shared/platform/error.ts'
import { EXIT_CODES, exitCodeOfError } from '../../shared/worker/exit-codes.ts'
import { printable } from './printable.ts'
import type { Screen } from './progress.ts'

export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly screen: Screen
  readonly clock: Clock
  /** Aborts at SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}

/** What a command line asks for, or everything that is wrong with it. */
export type Parsed<Options extends object> = Options | 'help' | { readonly faults: readonly string[] }

/** Runs a command of this process: its faults go to stderr, its end is the exit code. */
export async function runCommand<Options extends object>(
  parsed: Parsed<Options>,
  usage: string,
  act: (options: Options, context: CommandContext) => Promise<number>,
): Promise<void> {
  if (parsed === 'help') return print(usage)
  if ('faults' in parsed) {
    process.exitCode = fail(`${parsed.faults.join('\n')}\n\n${usage}`, EXIT_CODES.person)
    return
  }
  const interrupt = new AbortController()
  let interruptedBy: 'SIGINT' | 'SIGTERM' | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      interruptedBy ??= signal
      interrupt.abort()
    })
  }
  const { env, stdout } = process
  // Whoever reads has had enough, as `head` does: the rest is for nobody.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(EXIT_CODES.done)
  })
  const screen = { isTerminal: stdout.isTTY === true, columns: stdout.columns, stream: stdout, print }
  try {
    process.exitCode = await act(parsed, { env, screen, clock: systemClock, signal: interrupt.signal })
  } catch (error) {
    process.exitCode = interruptedBy
      ? fail('Stopped.', 128 + constants.signals[interruptedBy])
      : fail(printable(textOf(error)), exitCodeOfError(error))
  }
}

/** Of an error that is nobody's but ours, the stack is what helps. */
function textOf(error: unknown): string {
  if (error instanceof StevedoreError) return error.message
  return (error instanceof Error ? error.stack : undefined) ?? String(error)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(text: string, code: number): number {
  process.stderr.write(`${text}\n`)
  return code
}
