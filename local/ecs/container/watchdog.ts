import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Ends what it watches when this process is gone, however it went. */
export interface Watchdog {
  /** Has it watch from now on, over containers. */
  wake(): void
  watch(pid: number): void
  forget(pid: number): void
  close(): void
}

/**
 * Starts its own process with the first one to watch, in a session of its own, so that Ctrl-C leaves it to its work.
 * With a label it ends the containers of the Docker engine that have it.
 */
export function createWatchdog(containers?: { readonly label: string }): Watchdog {
  let dog: ChildProcess | undefined
  const watched = new Set<number>()

  function tell(line: string): void {
    dog?.stdin?.write(`${line}\n`)
  }

  function start(): ChildProcess {
    const main = fileURLToPath(new URL('./watchdog-main.ts', import.meta.url))
    const started = spawn(process.execPath, containers ? [main, containers.label] : [main], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      // The Docker client finds its engine by it.
      env: containers ? process.env : {},
    })
    // It is a net, not a part: when it is lost, the next task brings a new one.
    const lost = () => {
      if (dog === started) dog = undefined
    }
    started.once('exit', lost).once('error', lost)
    started.stdin.on('error', lost)
    started.unref()
    return started
  }

  function wake(): void {
    if (dog) return
    dog = start()
    for (const each of watched) tell(`+${each}`)
  }

  return {
    wake,
    watch(pid) {
      watched.add(pid)
      if (dog) tell(`+${pid}`)
      else wake()
    },
    forget(pid) {
      watched.delete(pid)
      tell(`-${pid}`)
    },
    close() {
      dog?.stdin?.end()
    },
  }
}
