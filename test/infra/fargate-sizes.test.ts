import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFargateSize } from '../../local/ecs/definition/fargate-size.ts'

const { fargateSize, isFargateSize, largerSize, MEMORY_BY_CPU } = createRequire(import.meta.url)(
  '../../infra/fargate-sizes.cjs',
) as {
  fargateSize: (received: string) => { value?: Size; fault?: string }
  isFargateSize: (cpu: number, memory: number) => boolean
  largerSize: (size: Size) => Size
  MEMORY_BY_CPU: Map<number, number[]>
}
interface Size {
  cpu: number
  memory: number
}

const sizes = [...MEMORY_BY_CPU].flatMap(([cpu, memories]) => memories.map((memory) => ({ cpu, memory })))
const numbers = fc.oneof(
  fc.constantFrom(...sizes.flatMap(({ cpu, memory }) => [cpu, memory, memory + 1])),
  fc.nat(300_000),
)

test('the smallest and the largest memory of each CPU are those of Fargate', () => {
  const ends = [...MEMORY_BY_CPU].map(([cpu, memories]) => [
    cpu,
    memories[0],
    memories.at(-1),
    memories.length,
  ])
  expect(ends).toEqual([
    [256, 512, 2048, 3],
    [512, 1024, 4096, 4],
    [1024, 2048, 8192, 7],
    [2048, 4096, 16_384, 13],
    [4096, 8192, 30_720, 23],
    [8192, 16_384, 61_440, 12],
    [16_384, 32_768, 122_880, 12],
    [32_768, 61_440, 249_856, 3],
  ])
})

test('a pair is taken where the local runtime takes it, and nowhere else', () => {
  const isTaken = (cpu: number, memory: number) => {
    try {
      return parseFargateSize(String(cpu), String(memory)) !== undefined
    } catch {
      return false
    }
  }
  fc.assert(
    fc.property(numbers, numbers, (cpu, memory) => {
      expect(isFargateSize(cpu, memory)).toBe(isTaken(cpu, memory))
      expect('value' in fargateSize(`${cpu}/${memory}`)).toBe(isFargateSize(cpu, memory))
    }),
  )
  for (const { cpu, memory } of sizes) expect(isTaken(cpu, memory)).toBe(true)
})

test('a wrong memory is told with those that go with the CPU, a wrong CPU with those there are', () => {
  expect(fargateSize('256/4096').fault).toMatch(/: 256 goes with 512, 1024, 2048$/)
  expect(fargateSize('300/512').fault).toMatch(/: CPU units are 256, 512, 1024, /)
})

test('a larger size is one of Fargate, with twice the memory and no less CPU, up to the largest', () => {
  for (const size of sizes) {
    const larger = largerSize(size)
    expect(isFargateSize(larger.cpu, larger.memory)).toBe(true)
    expect(larger.cpu).toBeGreaterThanOrEqual(size.cpu)
    const isLargest = 2 * size.memory > 249_856
    expect(larger.memory).toBeGreaterThanOrEqual(isLargest ? size.memory : 2 * size.memory)
  }
  expect(largerSize({ cpu: 1024, memory: 2048 })).toEqual({ cpu: 1024, memory: 4096 })
})
