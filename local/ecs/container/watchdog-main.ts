import { createInterface } from 'node:readline'
import { killGroup } from '../../process/kill-group.ts'
import { sweepContainers } from '../docker/sweep-containers.ts'

// Run as a process by watchdog.ts. Its input ends when the runtime does, even by SIGKILL: the kernel closes the pipe.
const pids = new Set<number>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const pid = Number(line.slice(1))
    if (line.startsWith('+')) pids.add(pid)
    else pids.delete(pid)
  })
  .on('close', async () => {
    for (const pid of pids) killGroup(pid)
    const [label] = process.argv.slice(2)
    // Nobody is left to hear of an engine that went away; the next runtime sweeps again.
    if (label) await sweepContainers(label).catch(() => undefined)
    process.exit()
  })
