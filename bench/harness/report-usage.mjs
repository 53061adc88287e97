// Imported before a program that is measured: writes what its whole process used to file descriptor 3 when it exits.
import { readFileSync, writeSync } from 'node:fs'

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  writeSync(
    3,
    JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: peak() ?? maxRSS * 1024 }),
  )
})

/** Linux counts the memory of the parent, from before exec, into maxRSS, but not into VmHWM. */
function peak() {
  if (process.platform !== 'linux') return undefined
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}
