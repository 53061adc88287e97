import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { systemClock } from '../../shared/platform/clock.ts'
import { StevedoreError } from '../../shared/platform/error.ts'
import { EXIT_CODES, exitCodeOfError } from '../../shared/worker/exit-codes.ts'
import { findDataset } from './find-dataset.ts'
import { type LoadArguments, parseArguments, USAGE } from './parse-arguments.ts'
import { printable } from './printable.ts'
import { sizeOf } from './size-of.ts'
import { tellDryRun } from './tell-dry-run.ts'
import { uploadAndFollow } from './upload-and-follow.ts'

const datasetsFolder = join(import.meta.dirname, '..', '..', 'datasets')
const interrupt = new AbortController()
let interruptedBy: 'SIGINT' | 'SIGTERM' | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interruptedBy ??= signal
    interrupt.abort()
  })
}

const options = parseArguments(process.argv.slice(2))
if (options === 'help') print(USAGE)
else if ('faults' in options) fail(`${options.faults.join('\n')}\n\n${USAGE}`, EXIT_CODES.person)
else process.exitCode = await load(options).catch(endOf)

async function load(given: LoadArguments): Promise<number> {
  // npm runs scripts in the package's folder, and tells where the person stands.
  const file = resolve(process.env.INIT_CWD ?? '.', given.file)
  const { signal } = interrupt
  const dataset = findDataset(datasetsFolder, given.dataset)
  const bytes = await sizeOf(file)
  const screen = { isTerminal: process.stdout.isTTY === true, stream: process.stdout, print }
  const request = { options: { ...given, file }, dataset, bytes, screen, clock: systemClock, signal }
  return given.dryRun ? tellDryRun(request) : uploadAndFollow({ ...request, env: process.env })
}

function endOf(error: unknown): number {
  if (interruptedBy) {
    process.stderr.write('Stopped.\n')
    return 128 + constants.signals[interruptedBy]
  }
  // Of an error that is nobody's but ours, the stack is what helps.
  const text = error instanceof StevedoreError ? error.message : (error as Error).stack
  return fail(printable(text ?? String(error)), exitCodeOfError(error))
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(text: string, code: number): number {
  process.stderr.write(`${text}\n`)
  process.exitCode = code
  return code
}
