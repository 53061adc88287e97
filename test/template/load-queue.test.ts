import { expect, test } from 'vitest'
import { packagedTemplate } from './template.ts'

test('F32 the service may protect tasks of its own cluster, and no others', () => {
  const { LoadQueueRole } = packagedTemplate('local').Resources
  const statements = LoadQueueRole?.Properties.Policies.flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: { Action: unknown }[] } }) =>
      PolicyDocument.Statement,
  )
  const ofEcs = statements.filter(({ Action }: { Action: unknown }) =>
    JSON.stringify(Action).includes('ecs:'),
  )
  expect(ofEcs).toEqual([
    {
      Effect: 'Allow',
      Action: 'ecs:UpdateTaskProtection',
      Resource: {
        'Fn::Sub': `arn:\${AWS::Partition}:ecs:\${AWS::Region}:\${AWS::AccountId}:task/\${Cluster}/*`,
      },
      Condition: { ArnEquals: { 'ecs:cluster': { 'Fn::GetAtt': ['Cluster', 'Arn'] } } },
    },
  ])
})
