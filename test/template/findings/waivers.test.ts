import { expect, test } from 'vitest'
import { expired, unused, type Waiver, withoutWaiver } from './waivers.ts'

const REASON = 'for the sake of this test alone'
const WAIVER: Waiver = {
  id: 'S1',
  resources: ['A', 'AWS::SQS::Queue'],
  reason: REASON,
  expires: '2027-01-31',
}
const EVERYWHERE: Waiver = { id: 'I1', resources: ['*'], reason: REASON, expires: '2027-06-30' }

function found(id: string, resource: string, type = 'AWS::SNS::Topic') {
  return { id, resource, type, message: 'is not as it should be' }
}

test('a finding stands only for the resources and types that its waiver names', () => {
  const covered = [found('S1', 'A'), found('S1', 'B', 'AWS::SQS::Queue'), found('I1', 'C')]
  const open = [found('S1', 'C'), found('S2', 'A'), found('S2', 'B', 'AWS::SQS::Queue')]
  expect(withoutWaiver([...covered, ...open], [WAIVER, EVERYWHERE])).toEqual(open)
})

test('a waiver that nothing needs is told, and so is each of its resources', () => {
  expect(unused([WAIVER, EVERYWHERE], [found('S1', 'A'), found('I1', 'C')])).toEqual([
    'S1 of AWS::SQS::Queue',
  ])
  expect(unused([WAIVER, EVERYWHERE], [])).toEqual(['S1 of A', 'S1 of AWS::SQS::Queue', 'I1 of *'])
})

test('a waiver holds on its last day, and not on the next', () => {
  expect(expired([WAIVER, EVERYWHERE], '2027-01-31')).toEqual([])
  expect(expired([WAIVER, EVERYWHERE], '2027-02-01')).toEqual(['S1 expired on 2027-01-31'])
})
