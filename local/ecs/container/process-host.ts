import { existsSync } from 'node:fs'
import { delimiter, dirname } from 'node:path'
import type { ContainerHost, ContainerStart } from './container-host.ts'
import { startProcess } from './process.ts'
import { startFailure } from './start-failure.ts'
import { createWatchdog } from './watchdog.ts'

// The rest is for buffers, stacks and code, which V8 keeps outside its old space.
const HEAP_SHARE_OF_MEMORY = 0.75
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * Containers as processes of this machine, which run in the packaged file tree. Of their limits the memory is held, by
 * the heap of Node; users, capabilities and read-only file systems have no effect.
 */
export function createProcessHost(options: {
  /** Absolute; asked for at every start of a task. */
  imageFolder: (image: string) => string
}): ContainerHost {
  const watchdog = createWatchdog()
  return {
    prepare: async () => undefined,
    /** The packaged file tree stands for the image: without it the pull fails, as it does for a missing image. */
    async pull(image) {
      const folder = options.imageFolder(image)
      if (existsSync(folder)) return folder
      throw new Error(`CannotPullContainerError: ${folder || 'the image'} is not there. Run npm run package.`)
    },
    start: (input) =>
      startProcess({
        command: [...(input.definition.entryPoint ?? []), ...(input.definition.command ?? [])],
        environment: processEnvironment(input),
        folder: input.image,
        output: input.output,
        watchdog,
      }).catch((error: unknown) => {
        throw startFailure(error)
      }),
    close: async () => watchdog.close(),
  }
}

/** What an image and a memory limit would give it besides: nothing of the runtime's own environment comes in. */
function processEnvironment({ task, definition, environment, folder }: ContainerStart) {
  const memoryMiB = definition.memory ?? task.size.memory
  return {
    PATH: [dirname(process.execPath), ...SYSTEM_PATH.split(':')].join(delimiter),
    // The SDKs read ~/.aws: a person's own profile must not reach a task.
    HOME: folder,
    TMPDIR: folder,
    ...environment,
    // V8 takes the last of two equal options: the container's own stand.
    NODE_OPTIONS: [
      `--max-old-space-size=${Math.floor(memoryMiB * HEAP_SHARE_OF_MEMORY)}`,
      environment.NODE_OPTIONS,
    ]
      .filter(Boolean)
      .join(' '),
  }
}
