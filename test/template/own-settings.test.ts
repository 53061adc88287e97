import { expect, test } from 'vitest'
import { packagedTemplate, resourcesOf } from './template.ts'

// Sizes and a key of the user's own, as the variant `closed` has them.

const template = packagedTemplate('closed')
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'

test('every task has the size that its parameter says', () => {
  const sizes = resourcesOf(template, 'AWS::ECS::TaskDefinition').map(([name, { Properties }]) => [
    name,
    `${Properties.Cpu}/${Properties.Memory}`,
  ])
  expect(sizes.sort()).toEqual([
    ['AuditTask', '1024/2048'],
    ['LoadObjectTask', '512/2048'],
    ['LoadQueueTask', '512/1024'],
  ])
  expect(template.Resources.LaunchDashloadLambdaFunction?.Properties.Environment.Variables).toMatchObject({
    TASK_SIZE: '512/2048',
    LARGE_TASK_SIZE: '2048/4096',
    LARGEST_TASK_SIZE: '2048/8192',
  })
})

test('everything that stores data is encrypted by the key', () => {
  const stores = Object.entries(template.Resources).filter(
    ([name, { Type }]) =>
      /^AWS::(SQS::Queue|SNS::Topic|S3::Bucket|DynamoDB::Table|Logs::LogGroup)$/.test(Type) &&
      name !== 'ServerlessDeploymentBucket',
  )
  expect(stores.length).toBeGreaterThan(12)
  for (const [name, { Properties }] of stores) expect(JSON.stringify(Properties), name).toContain(KEY)
})

test('every role of a task, a function and the schedule has the use of the key, and no other role', () => {
  const withKey = resourcesOf(template, 'AWS::IAM::Role').filter(([, { Properties }]) =>
    JSON.stringify(Properties.Policies).includes(KEY),
  )
  expect(withKey.map(([name]) => name).sort()).toEqual([
    'AuditRole',
    'AuditScheduleRole',
    'ExplainStopRole',
    'LaunchLoadRole',
    'LoadObjectRole',
    'LoadQueueRole',
  ])
})

test('without a key nothing speaks of one', () => {
  expect(JSON.stringify(packagedTemplate('local'))).not.toMatch(/kms/i)
})
