import type { Transform } from 'node:stream'

/** Takes what an engine of zlib gives for what it is fed, to the last byte before a fault: the stream itself drops that. */
export interface EngineOutlet {
  /** Feeds the engine. All output of the block before must have been taken. */
  feed(block: Uint8Array): void
  /** No more will be fed. */
  end(): void
  /** Output for what was fed; undefined when that is all. Throws the engine's error. */
  next(): Promise<Buffer | undefined>
  /** Whether the engine takes no more, for it has seen the end of its format. */
  readonly isOver: boolean
}

export function createEngineOutlet(engine: Transform): EngineOutlet {
  let isDone = true
  let isOver = false
  let failure: Error | undefined
  let wake: () => void = () => undefined

  engine.on('readable', () => wake())
  engine.on('end', () => {
    isOver = true
    wake()
  })
  engine.on('error', (error) => {
    failure ??= error
    wake()
  })

  return {
    feed: (block) => {
      isDone = false
      engine.write(block, (error) => {
        if (error) failure ??= error
        isDone = true
        wake()
      })
    },
    end: () => {
      isDone = false
      engine.end()
    },
    next: async () => {
      for (;;) {
        const output: Buffer | null = engine.read()
        if (output) return output
        if (failure) throw failure
        if (isDone || isOver) return undefined
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        await promise
      }
    },
    get isOver() {
      return isOver
    },
  }
}
