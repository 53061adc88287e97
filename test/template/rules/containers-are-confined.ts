import { container, containersOf, isStandIn } from './containers.ts'
import type { Rule } from './rule.ts'

// What breaks into a worker finds no root, no shell of npm, nothing to write to, and no image that changed under its tag.
export const containersAreConfined: Rule = {
  name: 'containers-are-confined',
  check: (template) =>
    containersOf(template).flatMap(([resource, worker]) =>
      Object.entries(faultsOf(worker))
        .filter(([, isFault]) => isFault)
        .map(([what]) => ({ resource, what })),
    ),
  breaks: [
    {
      how: 'the image is named by a tag',
      at: 'LoadObjectTask',
      change: (the) => {
        container(the('LoadObjectTask')).Image =
          '123456789012.dkr.ecr.eu-central-1.amazonaws.com/stevedore:latest'
      },
    },
    {
      how: 'a container runs as root',
      at: 'LoadQueueTask',
      change: (the) => {
        container(the('LoadQueueTask')).User = '0:0'
      },
    },
    {
      how: 'the user is a name, which the image may give to root',
      at: 'LoadQueueTask',
      change: (the) => {
        container(the('LoadQueueTask')).User = 'node'
      },
    },
    {
      how: 'the file system can be written to',
      at: 'AuditTask',
      change: (the) => delete container(the('AuditTask')).ReadonlyRootFilesystem,
    },
    {
      how: 'nobody takes care of orphaned processes',
      at: 'AuditTask',
      change: (the) => {
        container(the('AuditTask')).LinuxParameters.InitProcessEnabled = false
      },
    },
    {
      how: 'capabilities are left',
      at: 'LoadObjectTask',
      change: (the) => delete container(the('LoadObjectTask')).LinuxParameters.Capabilities,
    },
    {
      how: 'npm stands between ECS and the worker',
      at: 'LoadQueueTask',
      change: (the) => {
        container(the('LoadQueueTask')).Command = ['npm', 'start']
      },
    },
    {
      how: 'a container is privileged',
      at: 'LoadQueueTask',
      change: (the) => {
        container(the('LoadQueueTask')).Privileged = true
      },
    },
  ],
}

// biome-ignore lint/suspicious/noExplicitAny: the properties of a container are what is looked into.
function faultsOf(worker: any): Readonly<Record<string, boolean>> {
  const { Image, User, Command, LinuxParameters = {} } = worker
  const [user] = String(User).split(':')
  return {
    'has an image that is not named by its digest': !isByDigest(Image) && !isStandIn(Image),
    'does not run as a user with a number above 0': !/^[1-9]\d*$/.test(user ?? ''),
    'can write to its file system': worker.ReadonlyRootFilesystem !== true,
    'has no init process': LinuxParameters.InitProcessEnabled !== true,
    'keeps capabilities': JSON.stringify(LinuxParameters.Capabilities) !== '{"Drop":["ALL"]}',
    'is not started by node itself, and would not hear SIGTERM': Command?.[0] !== 'node',
    'is privileged': worker.Privileged === true,
  }
}

function isByDigest(image: unknown): boolean {
  return typeof image === 'string' && /@sha256:[0-9a-f]{64}$/.test(image)
}
