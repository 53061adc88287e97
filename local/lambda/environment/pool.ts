import { ENVIRONMENT_IDLE_MS } from '../limits.ts'
import type { Environment, Invocation, InvocationResult } from './environment.ts'

/** The environments of one function: started when needed, kept warm, ended when long idle. */
export interface Pool {
  /** Waits for an environment while all are busy. Rejects only once the pool is closed. */
  invoke(invocation: Invocation): Promise<InvocationResult>
  /** Lets what is running end, and no environment stay. */
  retire(): void
  /** Ends all environments, also busy ones. */
  close(): Promise<void>
}

export function createPool(options: {
  max: number
  start: () => Environment
  name: string
  /** Milliseconds. */
  idle?: number
}): Pool {
  const environments = new Set<Environment>()
  const idle: { readonly environment: Environment; readonly timer: NodeJS.Timeout }[] = []
  const waiting: ((environment: Environment | undefined) => void)[] = []
  const running = new Set<Promise<unknown>>()
  let state: 'open' | 'retired' | 'closed' = 'open'

  async function acquire(): Promise<Environment | undefined> {
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      clearTimeout(warm.timer)
      if (warm.environment.isAlive()) return warm.environment
      await discard(warm.environment)
    }
    if (state === 'closed') return undefined
    if (environments.size < options.max) return started()
    return new Promise((resolve) => waiting.push(resolve))
  }

  function started(): Environment {
    const environment = options.start()
    environments.add(environment)
    return environment
  }

  async function release(environment: Environment): Promise<void> {
    const next = waiting.shift()
    if (state !== 'closed' && environment.isAlive()) {
      if (next) return next(environment)
      if (state === 'open') return keepWarm(environment)
    }
    await discard(environment)
    next?.(state === 'closed' ? undefined : started())
  }

  function keepWarm(environment: Environment): void {
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((entry) => entry.environment === environment),
        1,
      )
      void discard(environment)
    }, options.idle ?? ENVIRONMENT_IDLE_MS)
    idle.push({ environment, timer: timer.unref() })
  }

  async function discard(environment: Environment): Promise<void> {
    await environment.end()
    environments.delete(environment)
  }

  async function run(invocation: Invocation): Promise<InvocationResult> {
    const environment = await acquire()
    if (!environment) throw new Error(`The function ${options.name} is ended: the local runtime is stopping.`)
    const result = await environment.invoke(invocation)
    await release(environment)
    return result
  }

  function endIdle(): Promise<unknown> {
    return Promise.all(
      idle.splice(0).map(({ environment, timer }) => {
        clearTimeout(timer)
        return discard(environment)
      }),
    )
  }

  return {
    invoke(invocation) {
      const result = run(invocation).finally(() => running.delete(result))
      running.add(result)
      return result
    },
    retire() {
      state = 'retired'
      void endIdle()
    },
    async close() {
      state = 'closed'
      for (const resolve of waiting.splice(0)) resolve(undefined)
      for (const environment of environments) environment.kill()
      await Promise.allSettled(running)
      await endIdle()
      await Promise.all([...environments].map(discard))
    },
  }
}
