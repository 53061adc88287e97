import { expect, test, vi } from 'vitest'
import { callApi, createTestBus, eventOf, QUEUE } from './setup.ts'

const HOURLY = { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 't', Arn: QUEUE }] }
const HOUR = 3_600_000

test('a rate fires after each period of the fast clock, with a scheduled event', async () => {
  const { bus, sent, fastClock, applyRule } = createTestBus()
  await applyRule('Hourly', HOURLY)
  for (const count of [1, 2]) {
    await vi.waitFor(() => expect(fastClock.sleepers).toBe(1))
    expect(sent).toHaveLength(count - 1)
    fastClock.advance(HOUR)
    await vi.waitFor(() => expect(sent).toHaveLength(count))
  }
  expect(eventOf(sent, 1)).toMatchObject({
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    time: '2026-01-01T02:00:00Z',
    resources: ['arn:aws:events:eu-west-1:000000000000:rule/stack-Hourly'],
    detail: {},
  })
  await bus.close()
})

test('times that pass while nothing runs are skipped', async () => {
  const { bus, sent, fastClock, applyRule } = createTestBus()
  await applyRule('Hourly', { ...HOURLY, ScheduleExpression: 'cron(0 * * * ? *)' })
  await vi.waitFor(() => expect(fastClock.sleepers).toBe(1))
  fastClock.advance(10 * HOUR + 1)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  await vi.waitFor(() => expect(fastClock.sleepers).toBe(1))
  expect(sent).toHaveLength(1)
  await bus.close()
})

test('a disabled rule does not fire, and an enabled one fires again', async () => {
  const { bus, sent, fastClock, applyRule } = createTestBus()
  await applyRule('Hourly', { ...HOURLY, State: 'DISABLED' })
  expect(fastClock.sleepers).toBe(0)
  await callApi(bus, 'EnableRule', { Name: 'stack-Hourly' })
  expect(fastClock.sleepers).toBe(1)
  await callApi(bus, 'DisableRule', { Name: 'stack-Hourly' })
  expect(fastClock.sleepers).toBe(0)
  expect(sent).toEqual([])
  await bus.close()
})

test('a rate goes on counting when the targets of its rule change', async () => {
  const { bus, sent, fastClock, applyRule } = createTestBus()
  await applyRule('Hourly', HOURLY)
  fastClock.advance(HOUR / 2)
  await callApi(bus, 'PutTargets', { Rule: 'stack-Hourly', Targets: [{ Id: 't', Arn: `${QUEUE}-new` }] })
  fastClock.advance(HOUR / 2)
  await vi.waitFor(() => expect(sent).toMatchObject([{ arn: `${QUEUE}-new` }]))
  await bus.close()
})

test('a schedule further off than a timer reaches waits in pieces', async () => {
  const { bus, sent, fastClock, applyRule } = createTestBus()
  await applyRule('Later', { ...HOURLY, ScheduleExpression: 'cron(0 2 1 3 ? *)' })
  for (let waited = 0; sent.length === 0; waited += HOUR) {
    expect(waited).toBeLessThan(60 * 24 * HOUR)
    await vi.waitFor(() => expect(fastClock.sleepers).toBe(1), { interval: 0 })
    fastClock.advance(HOUR)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(Math.max(...fastClock.waits)).toBeLessThanOrEqual(HOUR)
  expect(eventOf(sent, 0)).toMatchObject({ time: '2026-03-01T02:00:00Z' })
  await bus.close()
})
