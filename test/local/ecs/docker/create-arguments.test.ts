import { expect, test } from 'vitest'
import { createArguments } from '../../../../local/ecs/docker/create-arguments.ts'

const given = {
  name: 'stevedore-1-work',
  labels: ['stevedore.runtime=1'],
  image: 'sha256:1',
  definition: { name: 'work', image: 'workers:packaged', essential: true },
  size: { cpu: 256, memory: 512 },
  environment: {},
  cores: 2,
}

/** What follows an option, each time. */
function valuesOf(args: readonly string[], option: string): string[] {
  return args.flatMap((arg, index) => (arg === option ? [args[index + 1] ?? ''] : []))
}

test('a container has the limits of its task, and no swap', () => {
  const args = createArguments(given)
  expect(valuesOf(args, '--cpus')).toEqual(['0.25'])
  expect(valuesOf(args, '--memory')).toEqual(['512m'])
  expect(valuesOf(args, '--memory-swap')).toEqual(['512m'])
  expect(args.at(-1)).toBe('sha256:1')
  for (const option of ['--read-only', '--init', '--user', '--cap-drop']) expect(args).not.toContain(option)
})

test('its own memory comes before its task’s, and it gets no more cores than there are', () => {
  const args = createArguments({
    ...given,
    definition: { ...given.definition, memory: 300 },
    size: { cpu: 4096, memory: 8192 },
  })
  expect(valuesOf(args, '--memory')).toEqual(['300m'])
  expect(valuesOf(args, '--cpus')).toEqual(['2'])
})

test('every right that a definition gives or takes is an option', () => {
  const args = createArguments({
    ...given,
    definition: {
      ...given.definition,
      user: '1000:1000',
      workingDirectory: '/work',
      readonlyRootFilesystem: true,
      stopTimeout: 7,
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'], add: ['SYS_PTRACE'] } },
    },
  })
  expect(args).toContain('--read-only')
  expect(args).toContain('--init')
  expect(valuesOf(args, '--user')).toEqual(['1000:1000'])
  expect(valuesOf(args, '--workdir')).toEqual(['/work'])
  expect(valuesOf(args, '--stop-timeout')).toEqual(['7'])
  expect(valuesOf(args, '--cap-drop')).toEqual(['ALL'])
  expect(valuesOf(args, '--cap-add')).toEqual(['SYS_PTRACE'])
})

test('entry point and command stand in their places, and a value may hold anything', () => {
  const args = createArguments({
    ...given,
    definition: { ...given.definition, entryPoint: ['node', '--test'], command: ['a b', '--flag'] },
    environment: { ODD: 'x=y\n"z"' },
  })
  expect(valuesOf(args, '--entrypoint')).toEqual(['node'])
  expect(valuesOf(args, '--env')).toEqual(['ODD=x=y\n"z"'])
  expect(args.slice(args.indexOf('sha256:1'))).toEqual(['sha256:1', '--test', 'a b', '--flag'])
})
