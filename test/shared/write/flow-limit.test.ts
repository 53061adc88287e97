import { expect, test } from 'vitest'
import { createFlowLimit, type FlowLimit } from '../../../shared/write/flow-limit.ts'

/** Sends as many as may be in flight, and tells their tickets. */
function roundTrip(flow: FlowLimit): number[] {
  return Array.from({ length: flow.current }, () => flow.ticket())
}

function grown(): FlowLimit {
  const flow = createFlowLimit()
  for (let request = 0; request < 1_000; request++) flow.wentWell()
  return flow
}

test('the limit doubles each round trip until it is full', () => {
  const flow = createFlowLimit()
  expect(flow.current).toBe(8)
  for (const _ticket of roundTrip(flow)) flow.wentWell()
  expect(flow.current).toBe(16)
  expect(grown().current).toBe(128)
})

test.each([
  ['key-range', 126],
  ['table', 96],
  ['unknown', 96],
  ['no-answer', 96],
  ['account', 64],
] as const)('F50 a round trip that is throttled throughout by %s leaves %i of 128', (reason, left) => {
  const flow = grown()
  for (const ticket of roundTrip(flow)) flow.wasThrottled(reason, ticket)
  expect(flow.current).toBe(left)
})

test('F50 of one burst the worst reason counts, and the next burst counts anew', () => {
  const flow = grown()
  const [first = 0, second = 0] = roundTrip(flow)
  flow.wasThrottled('table', first)
  flow.wasThrottled('account', second)
  flow.wasThrottled('key-range', second)
  expect(flow.current).toBe(64)
  flow.wasThrottled('account', flow.ticket())
  expect(flow.current).toBe(32)
})

test('a single row of a request that comes back hardly shrinks the limit, a whole request does', () => {
  const flow = grown()
  flow.cameBack(1 / 25, flow.ticket())
  expect(flow.current).toBe(126)
  flow.cameBack(1, flow.ticket())
  expect(flow.current).toBe(95)
})

test('a limit that was throttled grows by one each round trip, and never falls under one', () => {
  const flow = createFlowLimit()
  for (let burst = 0; burst < 20; burst++) flow.wasThrottled('account', flow.ticket())
  expect(flow.current).toBe(1)
  flow.wentWell()
  expect(flow.current).toBe(2)
  for (const _ticket of roundTrip(flow)) flow.wentWell()
  expect(flow.current).toBe(2)
  for (const _ticket of roundTrip(flow)) flow.wentWell()
  expect(flow.current).toBe(3)
})
