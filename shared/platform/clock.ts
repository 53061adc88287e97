/** Time, as an argument: tests bring their own. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. */
  now(): number
  /** Never runs backwards and knows no leap: milliseconds since some moment of this process. */
  monotonic(): number
  /** Rejects with the signal's reason when it aborts. A moment that has passed already is not waited for. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason)
        return
      }
      const timer = setTimeout(over, Math.max(0, milliseconds))
      signal?.addEventListener('abort', cancelled, { once: true })

      function over(): void {
        signal?.removeEventListener('abort', cancelled)
        resolve()
      }
      function cancelled(): void {
        clearTimeout(timer)
        reject(signal?.reason)
      }
    }),
}
