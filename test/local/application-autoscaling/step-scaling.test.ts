import { describe, expect, test } from 'vitest'
import type { StepScaling } from '../../../local/application-autoscaling/definition/step-scaling.ts'
import { stepScalingSchema } from '../../../local/application-autoscaling/definition/step-scaling.ts'
import { stepCapacity } from '../../../local/application-autoscaling/policy/step-capacity.ts'
import { setup, tracks } from './setup.ts'

const add: StepScaling = {
  AdjustmentType: 'ChangeInCapacity',
  Cooldown: 60,
  StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
}

describe('a step policy', () => {
  test('F33 starts the first task, from which on tracking goes', () => {
    const { put, ring, minutes, service, seconds } = setup({ desired: 0, min: 0 })
    const { arn } = put('first', { kind: 'step', steps: add })
    put('backlog', tracks('backlog', 10, { ScaleOutCooldown: 60 }))
    expect(minutes(5, { backlog: undefined })).toBe(0)
    ring(arn, 1, 1)
    expect(service.desired).toBe(1)
    ring(arn, 1, 1)
    expect(service.desired, 'the first is still starting').toBe(1)
    seconds(60)
    expect(minutes(3, { backlog: 40 })).toBe(4)
  })

  test('adds what a larger breach asks for beyond what it has added', () => {
    const { put, ring, service } = setup({ desired: 4, max: 20 })
    const steps: StepScaling = {
      ...add,
      Cooldown: 300,
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 2 },
        { MetricIntervalLowerBound: 10, ScalingAdjustment: 5 },
      ],
    }
    const { arn } = put('steps', { kind: 'step', steps })
    ring(arn, 100, 105)
    expect(service.desired).toBe(6)
    ring(arn, 100, 109)
    expect(service.desired).toBe(6)
    ring(arn, 100, 110)
    expect(service.desired).toBe(9)
  })

  test('takes tasks away, with its cooldown between', () => {
    const { put, ring, service, seconds } = setup({ desired: 9 })
    const steps: StepScaling = {
      ...add,
      Cooldown: 120,
      StepAdjustments: [{ MetricIntervalUpperBound: 0, ScalingAdjustment: -3 }],
    }
    const { arn } = put('in', { kind: 'step', steps })
    ring(arn, 10, 5)
    ring(arn, 10, 5)
    expect(service.desired).toBe(6)
    seconds(120)
    ring(arn, 10, 5)
    expect(service.desired).toBe(3)
  })

  test('says so where no step holds the value', () => {
    const { put, ring, said, service } = setup({ desired: 3 })
    const { arn } = put('add', { kind: 'step', steps: add })
    ring(arn, 10, 5)
    expect(service.desired).toBe(3)
    expect(said.at(-1)).toBe('add: no step for 5 at threshold 10')
  })
})

test.each([
  // type, adjustment, least change, tasks before, tasks after
  ['ChangeInCapacity', 3, undefined, 4, 7],
  ['ExactCapacity', 3, undefined, 9, 3],
  ['PercentChangeInCapacity', 50, undefined, 5, 7],
  ['PercentChangeInCapacity', 10, undefined, 5, 6],
  ['PercentChangeInCapacity', -10, undefined, 5, 4],
  ['PercentChangeInCapacity', -35, undefined, 5, 4],
  ['PercentChangeInCapacity', 10, 3, 5, 8],
  ['PercentChangeInCapacity', 100, 1, 0, 1],
] as const)(
  '%s by %i, at least %s, makes %i tasks to %i',
  (AdjustmentType, ScalingAdjustment, least, before, after) => {
    const steps: StepScaling = {
      AdjustmentType,
      StepAdjustments: [{ ScalingAdjustment }],
      ...(least && { MinAdjustmentMagnitude: least }),
    }
    expect(stepCapacity(steps, before, 0)).toBe(after)
  },
)

test.each([
  ['overlap', [{ MetricIntervalLowerBound: 0 }, { MetricIntervalLowerBound: 5 }]],
  ['gap', [{ MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 5 }, { MetricIntervalLowerBound: 6 }]],
  ['lower bound', [{ MetricIntervalLowerBound: 5, MetricIntervalUpperBound: 5 }]],
])('steps with an %s are refused', (fault, bounds) => {
  const steps = { ...add, StepAdjustments: bounds.map((step) => ({ ...step, ScalingAdjustment: 1 })) }
  expect(stepScalingSchema.safeParse(steps).error?.message).toContain(fault)
})
