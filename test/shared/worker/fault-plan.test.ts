import { expect, test } from 'vitest'
import { readFaultPlan } from '../../../shared/worker/fault-plan.ts'

function setup(...strikes: object[]) {
  const done: string[] = []
  const plan = readFaultPlan(JSON.stringify(strikes), {
    kill: () => void done.push('kill'),
    stall: (milliseconds) => void done.push(`stall ${milliseconds}`),
  })
  return { plan: plan ?? (() => undefined), done }
}

test('no plan is none', () => {
  expect(readFaultPlan(undefined)).toBeUndefined()
  expect(readFaultPlan('')).toBeUndefined()
})

test('a strike comes at its visit to its point, once, and other points do not count', () => {
  const { plan, done } = setup({ point: 'rows-written', nth: 2, action: 'kill' })
  for (const point of ['rows-sent', 'rows-written', 'rows-sent'] as const) plan(point, 's3://b/k')
  expect(done).toEqual([])
  plan('rows-written', 's3://b/k')
  plan('rows-written', 's3://b/k')
  expect(done).toEqual(['kill'])
})

test('a strike for one object lets the others pass', () => {
  const { plan, done } = setup({ point: 'claimed', action: 'stall', seconds: 2, object: 's3://b/mine' })
  plan('claimed', 's3://b/other')
  expect(done).toEqual([])
  plan('claimed', 's3://b/mine')
  expect(done).toEqual(['stall 2000'])
})

test('a strike that throws says where', () => {
  const { plan } = setup({ point: 'claimed', action: 'throw' })
  expect(() => plan('claimed', 's3://b/k')).toThrow('at claimed of s3://b/k')
})

test.each(['{', '[{"point":"nowhere","action":"kill"}]', '[{"point":"claimed","action":"sleep"}]'])(
  'the plan %s is refused as configuration',
  (text) => {
    expect(() => readFaultPlan(text)).toThrow(expect.objectContaining({ code: 'config.invalid' }))
  },
)
