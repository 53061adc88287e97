import type { Pool } from './pool.ts'

export interface InvocationCounts {
  readonly invocations: number
  /** Those that ended with an error of the function's. */
  readonly errors: number
}

export interface CountedPool extends Pool {
  /** What came to its end since it was asked before. */
  takeCounts(): InvocationCounts
}

export function countedPool(pool: Pool): CountedPool {
  let counts: InvocationCounts = { invocations: 0, errors: 0 }
  return {
    ...pool,
    async invoke(invocation) {
      const result = await pool.invoke(invocation)
      const { invocations, errors } = counts
      counts = { invocations: invocations + 1, errors: errors + (result.error ? 1 : 0) }
      return result
    },
    takeCounts() {
      const taken = counts
      counts = { invocations: 0, errors: 0 }
      return taken
    },
  }
}
