import { expect, test } from 'vitest'
import { packagedTemplate, resourcesOf } from './template.ts'

test.each([
  ['local', 'arm64', 'ARM64'],
  ['nat', 'x86_64', 'X86_64'],
] as const)(
  'of %s all functions and all tasks are of the one architecture %s',
  (variant, ofFunctions, ofTasks) => {
    const template = packagedTemplate(variant)
    const functions = resourcesOf(template, 'AWS::Lambda::Function')
    const tasks = resourcesOf(template, 'AWS::ECS::TaskDefinition')
    expect([functions.length, tasks.length].every((count) => count > 1)).toBe(true)
    for (const [id, { Properties }] of functions) expect(Properties.Architectures, id).toEqual([ofFunctions])
    for (const [id, { Properties }] of tasks)
      expect(Properties.RuntimePlatform, id).toEqual({
        CpuArchitecture: ofTasks,
        OperatingSystemFamily: 'LINUX',
      })
  },
)
