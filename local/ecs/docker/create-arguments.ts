import type { ContainerDefinition } from '../definition/container-definition.ts'
import type { FargateSize } from '../definition/fargate-size.ts'

const UNITS_PER_CORE = 1024

/** The arguments of `docker create` for a container, with the limits that Fargate would hold it to. */
export function createArguments(input: {
  readonly name: string
  /** `key=value`, by which it is found again. */
  readonly labels: readonly string[]
  readonly image: string
  /** With the task's overrides. */
  readonly definition: ContainerDefinition
  /** Of the task. */
  readonly size: FargateSize
  readonly environment: Readonly<Record<string, string>>
  /** Of this machine: the engine refuses a limit above them. */
  readonly cores: number
}): string[] {
  const { name, labels, image, definition, size, environment, cores } = input
  const memory = `${definition.memory ?? size.memory}m`
  const [entryPoint, ...entryArguments] = definition.entryPoint ?? []
  return [
    ...['create', '--name', name],
    ...labels.flatMap((label) => ['--label', label]),
    // The runtime listens on 127.0.0.1 alone, and a container with a network of its own has another one.
    ...['--network', 'host'],
    // Whatever the engine's default is, the output has to be readable.
    ...['--log-driver', 'json-file'],
    ...['--cpus', String(Math.min(size.cpu / UNITS_PER_CORE, cores))],
    // As much memory with swap as without: none of it is swap.
    ...['--memory', memory, '--memory-swap', memory],
    ...rights(definition),
    ...(definition.stopTimeout === undefined ? [] : ['--stop-timeout', String(definition.stopTimeout)]),
    ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ...(entryPoint === undefined ? [] : ['--entrypoint', entryPoint]),
    image,
    ...entryArguments,
    ...(definition.command ?? []),
  ]
}

function rights(definition: ContainerDefinition): string[] {
  const { user, readonlyRootFilesystem, workingDirectory, linuxParameters } = definition
  return [
    ...(user ? ['--user', user] : []),
    ...(workingDirectory ? ['--workdir', workingDirectory] : []),
    ...(readonlyRootFilesystem ? ['--read-only'] : []),
    ...(linuxParameters?.initProcessEnabled ? ['--init'] : []),
    ...(linuxParameters?.capabilities?.drop ?? []).flatMap((each) => ['--cap-drop', each]),
    ...(linuxParameters?.capabilities?.add ?? []).flatMap((each) => ['--cap-add', each]),
  ]
}
