/** Lets receivers wait for a queue without asking it again and again. */
export interface Wakeups {
  /** Something of this queue may have become visible. */
  wake(queue: string): void
  /** Resolves at the next wake of the queue, after so long, or when the signal aborts; never rejects. */
  wait(queue: string, milliseconds: number, signal: AbortSignal): Promise<void>
  /** Wakes all. */
  close(): void
}

export function createWakeups(): Wakeups {
  const waiting = new Map<string, Set<() => void>>()

  function wake(queue: string): void {
    for (const resolve of waiting.get(queue) ?? []) resolve()
  }

  return {
    wake,
    wait: (queue, milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        const waiters = waiting.get(queue) ?? new Set()
        waiting.set(queue, waiters)
        const end = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          waiters.delete(end)
          resolve()
        }
        const timer = setTimeout(end, Math.max(1, milliseconds))
        signal.addEventListener('abort', end)
        waiters.add(end)
      }),
    close: () => {
      for (const queue of waiting.keys()) wake(queue)
    },
  }
}
