import { depth, type Stack, service } from './service.ts'

/** What the queue and its service looked like at one moment. */
export interface Sample {
  /** Since the watch began. */
  readonly seconds: number
  readonly visible: number
  readonly inFlight: number
  readonly desired: number
  readonly running: number
}

/** Looks at the queue and the service again and again until it is stopped; rejects then with what went wrong on the way. */
export function watchService(stack: Stack, everyMs: number) {
  const samples: Sample[] = []
  const began = Date.now()
  let stopped = false
  let wake: () => void = () => undefined
  const watching = watch()
  watching.catch(() => undefined)
  return {
    samples,
    seconds: () => (Date.now() - began) / 1000,
    stop: async () => {
      stopped = true
      wake()
      await watching
    },
  }

  async function watch(): Promise<void> {
    while (!stopped) {
      const seconds = (Date.now() - began) / 1000
      const [queue, { desired, running }] = await Promise.all([
        depth(stack, stack.outputs.LoadsQueueUrl),
        service(stack),
      ])
      samples.push({ seconds, ...queue, desired, running })
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, everyMs)
      })
    }
  }
}
