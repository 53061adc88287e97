import { spawn } from 'node:child_process'
import { splitLines } from '../../process/split-lines.ts'
import type { ContainerExit, RunningContainer } from '../container/container-host.ts'
import { OUT_OF_MEMORY } from '../container/process.ts'
import type { ContainerOutput } from '../task/container-output.ts'
import { docker } from './docker.ts'

const ENDED = /is not running|No such container/

/** Starts a container that was created, and removes it when it has ended. Where that fails it is gone. */
export async function startContainer(options: {
  readonly name: string
  readonly output: ContainerOutput
  /** Takes what goes wrong later. */
  readonly complain: (text: string) => void
}): Promise<RunningContainer> {
  const { name, output, complain } = options
  try {
    await docker('start', name)
  } catch (error) {
    await remove(name, complain)
    throw error
  }
  const exited = wait(name, output).finally(() => remove(name, complain))
  const signal = (which: string) => {
    docker('kill', '--signal', which, name).catch((error: Error) => {
      if (!ENDED.test(error.message)) complain(`${name} did not get ${which}: ${error.message}`)
    })
  }
  return {
    // 0 for one that has ended already.
    pid: Number(await docker('inspect', '--format', '{{.State.Pid}}', name).catch(() => 0)),
    exited,
    terminate: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
  }
}

async function wait(name: string, output: ContainerOutput): Promise<ContainerExit> {
  try {
    await followLogs(name, output)
    const exitCode = Number(await docker('wait', name))
    const outOfMemory = await docker('inspect', '--format', '{{.State.OOMKilled}}', name)
    return outOfMemory === 'true' && exitCode !== 0 ? { exitCode, reason: OUT_OF_MEMORY } : { exitCode }
  } catch (error) {
    // Somebody removed it, or the engine went away.
    return {
      reason: `CannotInspectContainerError: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}

/** From the first line to the end of the container. */
async function followLogs(name: string, output: ContainerOutput): Promise<void> {
  const logs = spawn('docker', ['logs', '--follow', name], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The terminal's Ctrl-C must not cut the last lines off.
    detached: true,
  })
  await Promise.all([
    new Promise((resolve, reject) => logs.once('exit', resolve).once('error', reject)),
    splitLines(logs.stdout, output.line),
    splitLines(logs.stderr, output.line),
  ])
}

async function remove(name: string, complain: (text: string) => void): Promise<void> {
  await docker('rm', '--force', '--volumes', name).catch((error: Error) => {
    if (!ENDED.test(error.message)) complain(`${name} is not removed: ${error.message}`)
  })
}
