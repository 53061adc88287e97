import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Ends the processes it watches when this one is gone, however it went. */
export interface Watchdog {
  watch(pid: number): void
  forget(pid: number): void
  close(): void
}

/** Starts its own process with the first one to watch, in a session of its own, so that Ctrl-C leaves it to its work. */
export function createWatchdog(): Watchdog {
  let dog: ChildProcess | undefined
  const watched = new Set<number>()

  function tell(line: string): void {
    dog?.stdin?.write(`${line}\n`)
  }

  function start(): ChildProcess {
    const started = spawn(process.execPath, [fileURLToPath(new URL('./watchdog-main.ts', import.meta.url))], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: {},
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

  return {
    watch(pid) {
      watched.add(pid)
      if (dog) return tell(`+${pid}`)
      dog = start()
      for (const each of watched) tell(`+${each}`)
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
