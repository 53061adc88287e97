import { createInterface } from 'node:readline'
import { killGroup } from '../../process/kill-group.ts'

// Run as a process by watchdog.ts. Its input ends when the runtime does, even by SIGKILL: the kernel closes the pipe.
const pids = new Set<number>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const pid = Number(line.slice(1))
    if (line.startsWith('+')) pids.add(pid)
    else pids.delete(pid)
  })
  .on('close', () => {
    for (const pid of pids) killGroup(pid)
    process.exit()
  })
