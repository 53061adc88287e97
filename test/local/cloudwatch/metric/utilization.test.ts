import { expect, test } from 'vitest'
import { type ProcessReading, readProcess } from '../../../../local/cloudwatch/metric/read-process.ts'
import { createUtilization } from '../../../../local/cloudwatch/metric/utilization.ts'

const MIB = 1024 * 1024

function setup() {
  let now = 0
  const processes = new Map<number, ProcessReading>()
  const utilization = createUtilization({ now: () => now }, (pid) => processes.get(pid))
  return {
    processes,
    utilization,
    pass: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

test('the use of a service is what its tasks used of what all of them were given', () => {
  const { processes, utilization, pass } = setup()
  const tasks = [
    { pids: [1], cpuUnits: 1024, memoryMib: 512 },
    { pids: [2], cpuUnits: 1024, memoryMib: 512 },
  ]
  processes.set(1, { cpuSeconds: 10, residentBytes: 256 * MIB })
  processes.set(2, { cpuSeconds: 5, residentBytes: 128 * MIB })
  expect(utilization(tasks)).toEqual({ memory: 37.5 })
  pass(60)
  processes.set(1, { cpuSeconds: 70, residentBytes: 256 * MIB })
  processes.set(2, { cpuSeconds: 5, residentBytes: 128 * MIB })
  expect(utilization(tasks)).toEqual({ cpu: 50, memory: 37.5 })
})

test('a process that takes more than its task was given counts as all of it', () => {
  const { processes, utilization, pass } = setup()
  const tasks = [{ pids: [1], cpuUnits: 256, memoryMib: 512 }]
  processes.set(1, { cpuSeconds: 0, residentBytes: MIB })
  utilization(tasks)
  pass(60)
  processes.set(1, { cpuSeconds: 60, residentBytes: MIB })
  expect(utilization(tasks)).toMatchObject({ cpu: 100 })
})

test('a task whose process has ended counts for nothing, and no task at all has no use', () => {
  const { utilization } = setup()
  expect(utilization([{ pids: [7], cpuUnits: 256, memoryMib: 512 }])).toEqual({})
  expect(utilization([])).toEqual({})
})

test.runIf(process.platform === 'linux')('this process is read from /proc', () => {
  const { cpuSeconds, residentBytes } = readProcess(process.pid) ?? { cpuSeconds: 0, residentBytes: 0 }
  const { user, system } = process.cpuUsage()
  expect(Math.abs(cpuSeconds - (user + system) / 1e6)).toBeLessThan(1)
  expect(residentBytes).toBeGreaterThan(20 * MIB)
})
