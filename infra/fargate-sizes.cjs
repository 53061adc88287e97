// The sizes of tasks that Fargate sells.
'use strict'

const GIB = 1024

// CPU units, 1,024 to a core → MiB:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
const MEMORY_BY_CPU = new Map([
  [256, [0.5 * GIB, 1 * GIB, 2 * GIB]],
  [512, gibRange(1, 4)],
  [1024, gibRange(2, 8)],
  [2048, gibRange(4, 16)],
  [4096, gibRange(8, 30)],
  [8192, gibRange(16, 60, 4)],
  [16384, gibRange(32, 120, 8)],
  [32768, [60 * GIB, 120 * GIB, 244 * GIB]],
])

/** A rule for a parameter such as `256/512`. */
function fargateSize(received) {
  const [, cpu, memory] = /^(\d+)\/(\d+)$/.exec(received) ?? []
  if (isFargateSize(Number(cpu), Number(memory))) {
    return { value: { cpu: Number(cpu), memory: Number(memory) } }
  }
  const form = 'CPU units/MiB as Fargate pairs them'
  const memories = MEMORY_BY_CPU.get(Number(cpu))
  return {
    fault: memories
      ? `${form}: ${cpu} goes with ${memories.join(', ')}`
      : `${form}, such as 256/512: CPU units are ${[...MEMORY_BY_CPU.keys()].join(', ')}`,
  }
}

function isFargateSize(cpu, memory) {
  return MEMORY_BY_CPU.get(cpu)?.includes(memory) ?? false
}

/** Twice the memory, on the fewest CPU units from these on that have it. The size itself where there is none. */
function largerSize(size) {
  for (const [cpu, memories] of MEMORY_BY_CPU) {
    const memory = memories.find((mebibytes) => mebibytes >= 2 * size.memory)
    if (cpu >= size.cpu && memory !== undefined) return { cpu, memory }
  }
  return size
}

function gibRange(from, to, step = 1) {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * GIB)
}

module.exports = { fargateSize, isFargateSize, largerSize, MEMORY_BY_CPU }
