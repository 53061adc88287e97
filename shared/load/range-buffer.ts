/** The bytes of one range, between S3, which brings them as it can, and the reader, who takes them in order. */
export interface RangeBuffer {
  /** Copies: the pieces of a TLS socket are small, and would each be held for long. */
  add(bytes: Uint8Array): void
  end(): void
  fail(error: unknown): void
  /** What has come, or is the next to come; undefined at the end. Throws what it failed with, after the bytes before. */
  take(): Promise<Uint8Array | undefined>
}

export function createRangeBuffer(bytes: number, pieceBytesMax: number): RangeBuffer {
  // Not of Node's pool, of which a small piece would keep the whole.
  const buffer = Buffer.allocUnsafeSlow(bytes)
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
      buffer.set(chunk, filled)
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
        return buffer.subarray(start, taken)
      }
      if (ended && 'error' in ended) throw ended.error
      return undefined
    },
  }
}
