import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideChange } from '../../../local/cloudformation/change/decide-change.ts'

const queue = (properties: Record<string, unknown>) => ({ type: 'AWS::SQS::Queue', properties })

test('what was not there is made', () => {
  expect(decideChange(undefined, queue({}))).toEqual({ kind: 'create' })
})

test('what says the same is kept, in whatever order it says it', () => {
  expect(decideChange(queue({ A: 1, B: [{ C: 2 }] }), queue({ B: [{ C: 2 }], A: 1 }))).toEqual({
    kind: 'keep',
  })
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (properties) => {
      // Both as they were read: a text knows no -0.
      const text = JSON.stringify(properties)
      expect(decideChange(queue(JSON.parse(text)), queue(JSON.parse(text)))).toEqual({ kind: 'keep' })
    }),
  )
})

test.each([
  ['another value', { VisibilityTimeout: 1 }, { VisibilityTimeout: 2 }],
  ['a property more', {}, { VisibilityTimeout: 2 }],
  ['a property less', { VisibilityTimeout: 1 }, {}],
])('%s is changed in place', (_what, before, after) => {
  expect(decideChange(queue(before), queue(after))).toEqual({ kind: 'update' })
})

test.each([
  ['a name', queue({ QueueName: 'a' }), queue({ QueueName: 'b' })],
  ['a kind that cannot change', queue({}), queue({ FifoQueue: true })],
  [
    'anything of a task definition',
    { type: 'AWS::ECS::TaskDefinition', properties: { Cpu: '256' } },
    { type: 'AWS::ECS::TaskDefinition', properties: { Cpu: '512' } },
  ],
])('another %s makes a new resource', (_what, before, after) => {
  expect(decideChange(before, after)).toEqual({ kind: 'replace' })
})

test('a resource with a name of its own cannot be replaced under that name', () => {
  const table = (attribute: string) => ({
    type: 'AWS::DynamoDB::Table',
    properties: { TableName: 'harbours', KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }] },
  })
  expect(decideChange(table('code'), table('name'))).toEqual({
    kind: 'refuse',
    why: 'CloudFormation cannot update a stack when a custom-named resource requires replacing (KeySchema changed). Rename harbours and update the stack again.',
  })
})

test('a resource cannot become one of another type', () => {
  const topic = { type: 'AWS::SNS::Topic', properties: {} }
  expect(decideChange(queue({}), topic)).toMatchObject({
    kind: 'refuse',
    why: expect.stringContaining('it is AWS::SQS::Queue, the new template says AWS::SNS::Topic'),
  })
})
