import { ApiError } from '../../protocol/api-error.ts'

const GIB = 1024

function range(from: number, to: number, step = 1): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * GIB)
}

// CPU units → MiB: AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
const MEMORY_BY_CPU: Readonly<Record<number, readonly number[]>> = {
  256: [0.5, 1, 2].map((gib) => gib * GIB),
  512: range(1, 4),
  1024: range(2, 8),
  2048: range(4, 16),
  4096: range(8, 30),
  8192: range(16, 60, 4),
  16384: range(32, 120, 8),
  32768: [60, 120, 244].map((gib) => gib * GIB),
}

export interface FargateSize {
  /** CPU units, 1,024 to a core. */
  readonly cpu: number
  /** MiB. */
  readonly memory: number
}

/** Reads `256`, `.25 vCPU`, `512`, `0.5 GB`. Throws a ClientException for a pair that Fargate does not sell. */
export function parseFargateSize(cpuText: string, memoryText: string): FargateSize {
  const cpu = amount(cpuText, /^([\d.]+)\s*vCPU$/i)
  const memory = amount(memoryText, /^([\d.]+)\s*GB$/i)
  if (!MEMORY_BY_CPU[cpu]?.includes(memory)) {
    throw new ApiError(
      'ClientException',
      `No Fargate configuration exists for given values: ${cpuText} CPU, ${memoryText} memory. See the Amazon ECS documentation for the valid values.`,
    )
  }
  return { cpu, memory }
}

function amount(text: string, withUnit: RegExp): number {
  const unit = withUnit.exec(text.trim())
  return unit ? Number(unit[1]) * GIB : Number(text)
}
