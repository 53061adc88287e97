import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fakeAccount, refusal } from './deploy/fake-account.ts'
import { fakeService } from './deploy/fake-service.ts'
import { folderOfTest } from './deploy/setup.ts'

const TellWhatStays = createRequire(import.meta.url)('../../infra/tell-what-stays.cjs')

/** What a remove of a stack with these resources says. */
async function remove(stacks: string[], dataStatus = 'CREATE_COMPLETE'): Promise<string> {
  const folder = folderOfTest()
  const { answers } = fakeAccount(join(folder, 'no-calls'))
  const empty = answers.DescribeStacks
  const { serverless, screen, notices, template } = fakeService(folder)
  Object.assign(answers, {
    DescribeStacks: (input: { StackName: string }) =>
      stacks.includes(input.StackName) ? { Stacks: [{ StackStatus: 'CREATE_COMPLETE' }] } : empty?.(input),
    GetTemplate: () => ({ TemplateBody: JSON.stringify(template) }),
    ListStackResources: () => ({
      StackResourceSummaries: [
        ['LandingBucket', 'AWS::S3::Bucket', 'landing-abc'],
        ['AirportsTable', 'AWS::DynamoDB::Table', 'stevedore-prod-airports'],
        ['AuditTask', 'AWS::ECS::TaskDefinition', 'audit:1'],
        ['Cluster', 'AWS::ECS::Cluster', 'stevedore-prod'],
      ].map(([LogicalResourceId, ResourceType, PhysicalResourceId]) => ({
        LogicalResourceId,
        ResourceType,
        PhysicalResourceId,
        ResourceStatus: /Bucket|Table/.test(LogicalResourceId ?? '') ? dataStatus : 'CREATE_COMPLETE',
      })),
    }),
  })
  const { hooks } = new TellWhatStays(serverless, {}, screen)
  await hooks['before:remove:remove']()
  expect(notices).toEqual([])
  hooks['after:remove:remove']()
  return notices.join('\n')
}

test('a remove says what it left, and the commands that remove that too', async () => {
  const told = await remove(['stevedore-prod', 'stevedore-prod-images'])
  expect(told.split('\n').map((line) => line.replace(/ while .*/, ' while …'))).toEqual([
    'What holds data was left:',
    '  bucket landing-abc',
    '  table  stevedore-prod-airports',
    'To go on with it: npx serverless deploy --stage prod --param "existingData=adopt"',
    'To delete it with all that it holds, for ever:',
    '  while …',
    '  aws s3api delete-bucket --bucket landing-abc',
    '  aws dynamodb delete-table --table-name stevedore-prod-airports',
    'The worker images and the log of Container Insights may be left too:',
    '  aws cloudformation delete-stack --stack-name stevedore-prod-images',
    '  aws logs delete-log-group --log-group-name /aws/ecs/containerinsights/stevedore-prod/performance',
  ])
})

test('a second remove, after one that failed half-way, says the same', async () => {
  const stacks = ['stevedore-prod']
  expect(await remove(stacks, 'DELETE_SKIPPED')).toBe(await remove(stacks))
})

test('a stage that made no images has none to remove', async () => {
  expect(await remove(['stevedore-prod'])).not.toContain('stevedore-prod-images')
})

test('a remove goes on where it cannot be known what stays, and warns', async () => {
  const folder = folderOfTest()
  const { answers } = fakeAccount(join(folder, 'no-calls'))
  answers.DescribeStacks = refusal('AccessDenied', 'not you')
  const { serverless, screen } = fakeService(folder)
  const warnings: string[] = []
  const log = { ...screen.log, warning: (text: string) => warnings.push(text) }
  const { hooks } = new TellWhatStays(serverless, {}, { log })
  await hooks['before:remove:remove']()
  hooks['after:remove:remove']()
  expect(warnings).toEqual([
    'What stays after the remove cannot be told: DescribeStacks of CloudFormation failed: AccessDenied: not you',
  ])
})

test('a remove without a stack says nothing', async () => {
  expect(await remove([])).toBe('')
})
