import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planService, type ServiceState, type ServiceTask } from '../../../local/ecs/service/plan-service.ts'

const task = fc.record({
  primary: fc.boolean(),
  healthy: fc.boolean(),
  protected: fc.boolean(),
  createdAt: fc.integer({ min: 0, max: 100 }),
})

const service = fc
  .record({
    desiredCount: fc.integer({ min: 0, max: 8 }),
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    maximumPercent: fc.integer({ min: 100, max: 200 }),
    tasks: fc.array(task, { maxLength: 16 }),
  })
  .map((value) => ({
    ...value,
    stalled: false,
    tasks: value.tasks.map((each, index) => ({ ...each, id: String(index) })),
  }))

test('one step never goes past the count, stops a protected task, or gives up the healthy minimum', () => {
  fc.assert(
    fc.property(service, (state) => {
      const plan = planService(state)
      const stopped = state.tasks.filter(({ id }) => plan.stop.includes(id))
      const primary = state.tasks.filter((each) => each.primary)
      const healthy = (tasks: readonly ServiceTask[]) => tasks.filter((each) => each.healthy).length
      const minimum = Math.ceil((state.desiredCount * state.minimumHealthyPercent) / 100)

      expect(stopped.some((each) => each.protected)).toBe(false)
      expect(primary.length + plan.start).toBeLessThanOrEqual(Math.max(state.desiredCount, primary.length))
      const surplus = Math.max(0, primary.length - state.desiredCount)
      const left = healthy(state.tasks) - healthy(stopped)
      expect(left).toBeGreaterThanOrEqual(Math.min(minimum, healthy(state.tasks)) - surplus)
    }),
  )
})

test('steps lead to the count of newest tasks, if the percentages leave room', () => {
  fc.assert(
    fc.property(service, (state) => {
      fc.pre(state.minimumHealthyPercent < 50 || state.maximumPercent === 200)
      const minimum = Math.ceil((state.desiredCount * state.minimumHealthyPercent) / 100)
      fc.pre(minimum < state.desiredCount || state.maximumPercent === 200)
      let tasks: ServiceTask[] = state.tasks.map((each) => ({ ...each, protected: false }))
      for (let round = 0; round < 40; round++) {
        const plan = planService({ ...state, tasks })
        const started = Array.from({ length: plan.start }, (_, index) => ({
          id: `${round}-${index}`,
          primary: true,
          healthy: true,
          protected: false,
          createdAt: 200 + round,
        }))
        // Between two steps everything that lives becomes healthy.
        tasks = [...tasks.filter(({ id }) => !plan.stop.includes(id)), ...started].map((each) => ({
          ...each,
          healthy: true,
        }))
      }
      expect(tasks.every((each) => each.primary)).toBe(true)
      expect(tasks).toHaveLength(state.desiredCount)
    }),
  )
})

describe('the percentages of a deploy of healthy tasks', () => {
  test.each<[desired: number, minimum: number, maximum: number, start: number, stop: number]>([
    [2, 100, 200, 2, 0], // the default: new ones first
    [4, 0, 100, 0, 4], // stop first
    [4, 50, 100, 0, 2],
    [2, 75, 100, 0, 0], // 1.5 is rounded up to 2: none can be stopped
    [3, 50, 150, 1, 1], // 1.5 up to 2, 4.5 down to 4
    [1, 100, 150, 0, 0], // 1.5 down to 1: none can be started
    [1, 0, 100, 0, 1],
    [10, 90, 110, 1, 1],
    [0, 100, 200, 0, 0],
  ])(
    'of %i tasks at %i and %i percent start %i and stop %i first',
    (desired, minimum, maximum, start, stop) => {
      const plan = planService(rolling(desired, minimum, maximum))
      expect({ start: plan.start, stop: plan.stop.length }).toEqual({ start, stop })
      expect(plan.stuck).toBe(desired > 0 && start === 0 && stop === 0)
    },
  )
})

test('old tasks go when as many new ones are healthy, and not before', () => {
  const state = rolling(2, 100, 200)
  const fresh = (healthy: boolean) =>
    ['new-0', 'new-1'].map((id) => ({ id, primary: true, healthy, protected: false, createdAt: 1 }))
  expect(planService({ ...state, tasks: [...state.tasks, ...fresh(false)] })).toMatchObject({
    start: 0,
    stop: [],
    stuck: false,
  })
  expect(planService({ ...state, tasks: [...state.tasks, ...fresh(true)] }).stop).toEqual(['old-0', 'old-1'])
})

test('a deployment that failed for good starts nothing and leaves the old tasks at work', () => {
  const state = { ...rolling(4, 50, 200), stalled: true }
  expect(planService(state)).toEqual({ start: 0, stop: [], heldUp: false, stuck: false })
  expect(planService({ ...state, desiredCount: 3 }).stop).toHaveLength(1)
})

/** The moment after an update: as many old healthy tasks as are wanted, and no new one. */
function rolling(desiredCount: number, minimumHealthyPercent: number, maximumPercent: number): ServiceState {
  const tasks = Array.from({ length: desiredCount }, (_, index) => ({
    id: `old-${index}`,
    primary: false,
    healthy: true,
    protected: false,
    createdAt: 0,
  }))
  return { desiredCount, minimumHealthyPercent, maximumPercent, stalled: false, tasks }
}
