import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trackedCapacity } from '../../../local/application-autoscaling/policy/tracked-capacity.ts'
import { setup, tracks } from './setup.ts'

describe('a target tracking policy', () => {
  test('goes out after three minutes above its target, in proportion', () => {
    const { put, minutes } = setup()
    put('backlog', tracks('backlog', 10))
    expect(minutes(2, { backlog: 35 })).toBe(2)
    expect(minutes(1, { backlog: 35 })).toBe(7)
  })

  test('does not go past its limits', () => {
    const { put, minutes } = setup({ min: 2, max: 10 })
    put('backlog', tracks('backlog', 10))
    expect(minutes(30, { backlog: 1000 })).toBe(10)
    expect(minutes(30, { backlog: 0 })).toBe(2)
  })

  test('goes in after fifteen minutes below nine tenths of its target', () => {
    const { put, minutes } = setup({ desired: 8 })
    put('backlog', tracks('backlog', 10))
    expect(minutes(20, { backlog: 9 })).toBe(8)
    expect(minutes(14, { backlog: 5 })).toBe(8)
    expect(minutes(1, { backlog: 5 })).toBe(4)
  })

  test('goes in to no task at all where its minimum is 0', () => {
    const { put, minutes } = setup({ desired: 3, min: 0 })
    put('backlog', tracks('backlog', 10))
    expect(minutes(15, { backlog: 0 })).toBe(0)
  })

  test('does nothing while the metric is missing, as from no task at all', () => {
    const { put, minutes } = setup({ desired: 5 })
    put('backlog', tracks('backlog', 10))
    expect(minutes(14, { backlog: 0 })).toBe(5)
    expect(minutes(1, { backlog: undefined })).toBe(5)
    expect(minutes(14, { backlog: 0 })).toBe(5)
  })

  test('counts what was added while a scale-out cools down, for those tasks still start', () => {
    const { put, minutes } = setup({ desired: 2, max: 100 })
    put('backlog', tracks('backlog', 10, { ScaleOutCooldown: 300 }))
    expect(minutes(3, { backlog: 30 })).toBe(6)
    expect(minutes(3, { backlog: 30 }), 'the same load asks for the same count').toBe(6)
    expect(minutes(1, { backlog: 50 }), 'a larger one for more').toBe(10)
  })

  test('waits between two scale-ins, and not with a scale-out', () => {
    const { put, minutes } = setup({ desired: 10 })
    put('backlog', tracks('backlog', 10, { ScaleInCooldown: 600, ScaleOutCooldown: 60 }))
    expect(minutes(15, { backlog: 8 })).toBe(8)
    expect(minutes(9, { backlog: 5 })).toBe(8)
    expect(minutes(1, { backlog: 5 })).toBe(4)
    expect(minutes(3, { backlog: 20 })).toBe(8)
  })

  test('does not go in where that is switched off', () => {
    const { put, minutes, alarms } = setup({ desired: 5 })
    put('backlog', tracks('backlog', 10, { DisableScaleIn: true }))
    expect(alarms.size).toBe(1)
    expect(minutes(30, { backlog: 0 })).toBe(5)
  })

  test('does not go in while a deployment rolls', () => {
    const { put, minutes, service } = setup({ desired: 5 })
    put('backlog', tracks('backlog', 10))
    service.deploying = true
    expect(minutes(20, { backlog: 0 })).toBe(5)
    service.deploying = false
    expect(minutes(1, { backlog: 0 })).toBe(2)
  })

  test('leaves nothing behind when it is deleted', () => {
    const { put, registry, target, alarms } = setup()
    put('backlog', tracks('backlog', 10))
    put('cpu', tracks('cpu', 10))
    expect(alarms.size).toBe(4)
    registry.deletePolicy(target.id, 'backlog')
    expect(alarms.size).toBe(2)
    registry.deregister(target.id)
    expect(alarms.size).toBe(0)
  })
})

describe('several target tracking policies', () => {
  test('go out to the largest count that one of them asks for', () => {
    const { put, minutes } = setup()
    put('backlog', tracks('backlog', 10))
    put('cpu', tracks('cpu', 50))
    expect(minutes(3, { backlog: 20, cpu: 125 })).toBe(5)
    expect(minutes(1, { backlog: 40, cpu: 75 })).toBe(8)
  })

  test('go in when all of them would, and then to the largest count', () => {
    const { put, minutes } = setup({ desired: 10 })
    put('backlog', tracks('backlog', 10))
    put('cpu', tracks('cpu', 50))
    expect(minutes(20, { backlog: 0, cpu: 49 })).toBe(10)
    expect(minutes(15, { backlog: 0, cpu: 25 })).toBe(5)
  })
})

test('the count for a metric is the smallest that brings it to its target', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 5000 }), (tasks, work) => {
      const target = 10
      const count = trackedCapacity(tasks, work / tasks, target)
      expect(count * target).toBeGreaterThanOrEqual(work)
      expect((count - 1) * target).toBeLessThan(Math.max(work, 0.5))
    }),
  )
  expect(trackedCapacity(3, 0.1, 0.3)).toBe(1)
})
