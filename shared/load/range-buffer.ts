/** The bytes of one range, between S3, which brings them as it can, and the reader, who takes them in order. */
export interface RangeBuffer {
  /** Copies: each chunk of a socket is memory of its own, which is soon free when nothing holds it. */
  add(bytes: Uint8Array): void
  end(): void
  fail(error: unknown): void
  /** What has come, or is the next to come; undefined at the end. Throws what it failed with, after the bytes before. */
  take(): Promise<Uint8Array | undefined>
}

/** Its pieces are parts of the memory, which is to hold the whole range. */
export function createRangeBuffer(memory: Buffer, pieceBytesMax: number): RangeBuffer {
  let filled = 0
  let taken = 0
  let ended: { readonly error?: unknown } | undefined
  let wake: (() => void) | undefined

  function settle(how: { readonly error?: unknown }): void {
    ended = how
    wake?.()
  }

  return {
    add: (chunk) => {
      memory.set(chunk, filled)
      filled += chunk.length
      wake?.()
    },
    end: () => settle({}),
    fail: (error) => settle({ error }),
    take: async () => {
      while (taken === filled && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (taken < filled) {
        const start = taken
        taken = Math.min(filled, start + pieceBytesMax)
        return memory.subarray(start, taken)
      }
      if (ended && 'error' in ended) throw ended.error
      return undefined
    },
  }
}
