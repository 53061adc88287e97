import { spawn } from 'node:child_process'
import { createWatchdog } from '../../../local/ecs/task/watchdog.ts'

// A runtime in small: starts one process, says its id, and waits to be killed.
const child = spawn(
  process.execPath,
  ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"],
  {
    detached: true,
    stdio: 'ignore',
  },
)
const watchdog = createWatchdog()
watchdog.watch(child.pid ?? 0)
process.stdout.write(`${child.pid}\n`)
setInterval(() => undefined, 1000)
