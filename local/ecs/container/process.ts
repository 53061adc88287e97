import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { killGroup } from '../../process/kill-group.ts'
import { splitLines } from '../../process/split-lines.ts'
import type { ContainerOutput } from '../task/container-output.ts'
import type { ContainerExit, RunningContainer } from './container-host.ts'
import type { Watchdog } from './watchdog.ts'

const EXIT_CODE_OF_SIGNAL = 128
const EXIT_CODE_KILLED = EXIT_CODE_OF_SIGNAL + constants.signals.SIGKILL
const EXIT_CODE_ABORTED = EXIT_CODE_OF_SIGNAL + constants.signals.SIGABRT
const OUTPUT_AFTER_EXIT_MS_MAX = 2000
export const OUT_OF_MEMORY = 'OutOfMemoryError: Container killed due to memory usage'
const V8_OUT_OF_MEMORY = 'JavaScript heap out of memory'

/** Rejects with the system's error when the command cannot be started. */
export async function startProcess(input: {
  command: readonly string[]
  environment: Readonly<Record<string, string>>
  /** Absolute. */
  folder: string
  output: ContainerOutput
  watchdog: Watchdog
}): Promise<RunningContainer> {
  const [program = '', ...args] = input.command
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: input.folder,
    env: input.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: the terminal's Ctrl-C does not reach it, and it can be ended whole.
    detached: true,
  })
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
  const pid = child.pid as number
  input.watchdog.watch(pid)
  const exited = wait(child, input.output).finally(() => input.watchdog.forget(pid))
  return {
    pid,
    exited,
    terminate: () => void child.kill('SIGTERM'),
    kill: () => {
      if (child.exitCode === null && child.signalCode === null) killGroup(pid)
    },
  }
}

async function wait(child: ChildProcess, output: ContainerOutput): Promise<ContainerExit> {
  let outOfMemory = false
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => {
      // A container ends with its first process: children left behind go with it.
      killGroup(child.pid as number)
      resolve(code ?? EXIT_CODE_OF_SIGNAL + (signal ? constants.signals[signal] : 0))
    })
  })
  const read = Promise.all([
    child.stdout && splitLines(child.stdout, output.line),
    child.stderr &&
      splitLines(child.stderr, (line) => {
        outOfMemory ||= line.includes(V8_OUT_OF_MEMORY)
        output.line(line)
      }),
  ])
  const exitCode = await ended
  // A child that left the group may hold the pipes open for ever.
  const timer = setTimeout(() => {
    child.stdout?.destroy()
    child.stderr?.destroy()
  }, OUTPUT_AFTER_EXIT_MS_MAX)
  await read.finally(() => clearTimeout(timer))
  return outOfMemory && exitCode === EXIT_CODE_ABORTED
    ? { exitCode: EXIT_CODE_KILLED, reason: OUT_OF_MEMORY }
    : { exitCode }
}
