import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const { NAMES, templateFaults } = createRequire(import.meta.url)('../../infra/template-limits.cjs') as {
  NAMES: Record<string, [string, number]>
  templateFaults: (resources: object, stage: string) => string[]
}

const task = (properties: object) => ({
  Task: {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: {
      Family: 'task',
      Cpu: '256',
      Memory: '512',
      ContainerDefinitions: [{ Name: 'task', StopTimeout: 120 }],
      ...properties,
    },
  },
})

function nameFaults(stage: string, suffix: string): string[] {
  const resources = Object.fromEntries(
    Object.entries(NAMES).map(([type, [property]]) => [
      type.split('::').at(-1),
      {
        ...task({}).Task,
        Type: type,
        Properties: { ...task({}).Task.Properties, [property]: `s-${stage}${suffix}` },
      },
    ]),
  )
  return templateFaults(resources, stage)
}

describe('a name', () => {
  test('may be as long as AWS takes it, and the longest stage that is named fits, one more does not', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcxyz019-'), minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(letters, fc.nat(20), (stage, length) => {
        const suffix = '_'.repeat(length)
        const faults = nameFaults(stage, suffix)
        const longest = 63 - 's-'.length - length
        expect(faults.length).toBe(stage.length <= longest ? 0 : 1)
        if (faults.length === 0) return
        expect(faults[0]).toContain(`--stage is ${stage}, and may have ${longest} characters at most`)
        expect(nameFaults('x'.repeat(longest), suffix)).toEqual([])
        expect(nameFaults('x'.repeat(longest + 1), suffix)).toHaveLength(1)
      }),
    )
  })

  test('that is too long without the stage is told by itself', () => {
    const rule = { Type: 'AWS::Events::Rule', Properties: { Name: 'r'.repeat(65) } }
    expect(templateFaults({ Rule: rule }, 'prod')).toEqual([
      `Name of Rule is ${'r'.repeat(65)}, which has 65 characters, and may have 64`,
    ])
  })

  test('that no stage could make short enough is told by itself too', () => {
    const rule = { Type: 'AWS::Events::Rule', Properties: { Name: `prod-${'r'.repeat(64)}` } }
    expect(templateFaults({ Rule: rule }, 'prod')[0]).toMatch(/^Name of Rule is prod-r/)
  })
})

test('a task of no size that Fargate has, and one with too long to stop, are told together', () => {
  expect(templateFaults(task({}), 'prod')).toEqual([])
  const wrong = { Memory: '4096', ContainerDefinitions: [{ Name: 'main', StopTimeout: 121 }] }
  expect(templateFaults(task(wrong), 'prod')).toEqual([
    'Cpu of Task is 256 and its Memory 4096: no size that Fargate has',
    'StopTimeout of main in Task is 121 seconds, and may be 120',
  ])
})

test('a rule that starts a task leaves room in the overrides for the longest name of an object', () => {
  const ruleWith = (InputTemplate: string, target: object = { EcsParameters: {} }) => ({
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { Targets: [{ Id: 'task', ...target, InputTransformer: { InputTemplate } }] },
    },
  })
  const room = 8_192 - 63 - 6 * 1_024 - 1_024 - 200
  expect(templateFaults(ruleWith(`<object-key>${'x'.repeat(room)}<size>`), 'prod')).toEqual([])
  expect(templateFaults(ruleWith('x'.repeat(room + 1)), 'prod')).toEqual([
    `InputTemplate of target task of Rule has ${room + 1} characters of its own, and may have ${room}: ECS takes overrides of 8192, and the longest name of an object takes the rest`,
  ])
  expect(templateFaults(ruleWith('x'.repeat(room + 1), {}), 'prod')).toEqual([])
})
