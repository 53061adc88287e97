import { availableParallelism } from 'node:os'
import type { Site } from '../../site.ts'
import type { ContainerHost, ContainerStart } from '../container/container-host.ts'
import { createWatchdog } from '../container/watchdog.ts'
import { createImageBuild } from './build-image.ts'
import { startContainer } from './container.ts'
import { createArguments } from './create-arguments.ts'
import { docker } from './docker.ts'
import { runtimeLabel, runtimeName } from './runtime-name.ts'
import { sweepContainers } from './sweep-containers.ts'

/** Names no tree, and so stands for the one that was packaged last. */
const NEWEST = ''
const PULL_FAILED = 'CannotPullContainerError'

/**
 * Containers in the Docker engine of this machine, of an image that is built of the packaged file tree; one that a task
 * definition names by digest is taken as it is. Rejects where no engine answers. What a runtime over the same data left
 * behind is removed first.
 */
export async function createDockerHost(
  site: Site,
  options: {
    /** Absolute. */
    readonly dockerfile: string
    /** Absolute; asked for at every start of a task. Throws where there is none. */
    readonly imageFolder: (image: string) => string
  },
): Promise<ContainerHost> {
  await engineAnswers()
  const label = runtimeLabel(site.dataFolder)
  await sweepContainers(label)
  await docker('image', 'prune', '--force', '--filter', `label=${label}`)
  const say = (text: string) => site.logs.say('docker', text)
  const build = createImageBuild({
    ...options,
    tag: `stevedore-workers:${runtimeName(site.dataFolder)}`,
    label,
    say,
  })
  const watchdog = createWatchdog({ label })

  return {
    async prepare() {
      await build(NEWEST).catch((error: Error) => {
        throw new Error(
          `The workers’ image cannot be built: ${error.message}. Where the base is missing, name one that the engine has: --param baseImage=…`,
          { cause: error },
        )
      })
    },
    async pull(image) {
      if (image.includes('@sha256:')) return image
      return build(image).catch((error: Error) => {
        const { message } = error
        // The runtime's images say themselves that they are not there.
        throw message.startsWith(PULL_FAILED)
          ? error
          : new Error(`${PULL_FAILED}: ${message}`, { cause: error })
      })
    },
    async start({ task, definition, image, environment, output }: ContainerStart) {
      const created = `stevedore-${task.id}-${definition.name}`
      refuseMounts(definition)
      watchdog.wake()
      await docker(
        ...createArguments({
          name: created,
          labels: [label, `stevedore.task=${task.arn}`],
          cores: availableParallelism(),
          ...{ image, definition, size: task.size, environment },
        }),
      ).catch(failure('CannotCreateContainerError'))
      return startContainer({ name: created, output, complain: say }).catch(
        failure('CannotStartContainerError'),
      )
    },
    async close() {
      await sweepContainers(label)
      watchdog.close()
    },
  }
}

async function engineAnswers(): Promise<void> {
  await docker('version', '--format', '{{.Server.Version}}').catch((error: Error) => {
    throw new Error(
      `No Docker engine answers: ${error.message.replace(/[.?]$/, '')}. Start one, or leave --tasks docker out: then tasks are processes.`,
      { cause: error },
    )
  })
}

function refuseMounts({ name, mountPoints, volumesFrom }: ContainerStart['definition']): void {
  for (const [key, value] of Object.entries({ mountPoints, volumesFrom })) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue
    throw new Error(
      `CannotCreateContainerError: ${key} of container ${name}: the local runtime mounts nothing. Leave it out.`,
    )
  }
}

function failure(kind: string) {
  return (error: Error) => {
    throw new Error(`${kind}: ${error.message}`, { cause: error })
  }
}
