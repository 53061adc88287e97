import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planService, type ServiceTask } from '../../../local/ecs/service/plan-service.ts'

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
  .map((value) => ({ ...value, tasks: value.tasks.map((each, index) => ({ ...each, id: String(index) })) }))

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
