import { expect, test, vi } from 'vitest'
import { applyAction } from '../../../local/application-autoscaling/schedule/scheduled-actions.ts'
import { ID, setup, tracks } from './setup.ts'

test('a service below its minimum is raised to it, one above its maximum lowered', () => {
  expect(setup({ desired: 1, min: 2 }).service.desired).toBe(2)
  expect(setup({ desired: 12, min: 2, max: 10 }).service.desired).toBe(10)
  expect(setup({ desired: 5 }).service.desired).toBe(5)
})

test('a minimum above the maximum is refused', () => {
  expect(() => setup({ min: 3, max: 2 })).toThrow('2 < 3')
})

test('a target without a service is refused', () => {
  const { registry } = setup()
  const other = { ...ID, ResourceId: 'service/cluster/other', MinCapacity: 0, MaxCapacity: 1 }
  expect(() => registry.register(other)).toThrow('Service not found')
})

test('what is suspended does not scale', () => {
  const { registry, put, minutes } = setup({ desired: 5 })
  put('backlog', tracks('backlog', 10))
  registry.register({ ...ID, SuspendedState: { DynamicScalingInSuspended: true } })
  expect(minutes(20, { backlog: 0 })).toBe(5)
  registry.register({ ...ID, SuspendedState: { DynamicScalingOutSuspended: true } })
  expect(minutes(1, { backlog: 0 })).toBe(2)
  expect(minutes(5, { backlog: 90 })).toBe(2)
})

test('a scheduled action moves the limits, and the count with them', async () => {
  const { around, registry, target, service } = setup()
  const action = registry.putScheduledAction(ID, {
    ScheduledActionName: 'morning',
    Schedule: 'cron(0 6 ? * MON-FRI *)',
    EndTime: Date.UTC(2031, 0, 1),
    ScalableTargetAction: { MinCapacity: 5, MaxCapacity: 20 },
  })
  applyAction(around, target, action, new Date('2032-01-01T06:00:00Z'))
  expect(service.desired, 'after its end').toBe(2)
  applyAction(around, target, action, new Date('2030-06-03T06:00:00Z'))
  expect(service.desired).toBe(5)
  expect(target).toMatchObject({ min: 5, max: 20 })
  await registry.close()
})

test('a schedule fires on the fast clock until its action is deleted', async () => {
  const { registry, target, service } = setup({ speed: 60_000 })
  registry.putScheduledAction(ID, {
    ScheduledActionName: 'soon',
    Schedule: 'rate(1 minute)',
    ScalableTargetAction: { MinCapacity: 7 },
  })
  await vi.waitFor(() => expect(service.desired).toBe(7))
  registry.deleteScheduledAction(ID, 'soon')
  expect(target.scheduledActions.size).toBe(0)
  await registry.close()
})

test('a schedule that cannot be read is refused', () => {
  const { registry } = setup()
  const action = { ScheduledActionName: 'never', Schedule: 'cron(0 6 * * MON-FRI *)' }
  const change = { ...action, ScalableTargetAction: { MinCapacity: 5 } }
  expect(() => registry.putScheduledAction(ID, change)).toThrow('exactly one of day of month')
})

test('each change is kept with its cause', () => {
  const { put, minutes, target } = setup()
  put('backlog', tracks('backlog', 10))
  minutes(3, { backlog: 15 })
  expect(target.activities).toMatchObject([
    {
      description: 'Setting desired count to 3.',
      cause: expect.stringContaining('triggered policy backlog'),
    },
  ])
})
