import {
  CloudFormationClient,
  DescribeAccountLimitsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSts } from '../../../local/sts/index.ts'
import { servePlugin } from '../serve-plugin.ts'
import { setup, thing } from './setup.ts'

const template = {
  Description: 'Two things',
  Parameters: { Size: { Type: 'Number', Default: 3 } },
  Resources: { First: thing({ Name: 'first' }), Second: thing({ Name: { Ref: 'First' } }) },
  Outputs: {
    Name: { Value: { Ref: 'First' }, Description: 'The <first>', Export: { Name: 'harbour-first' } },
  },
}

let served: Awaited<ReturnType<typeof servePlugin>>
let client: CloudFormationClient

beforeAll(async () => {
  const { cloudformation, deploy } = setup()
  served = await servePlugin('/nowhere', () => cloudformation)
  client = new CloudFormationClient(served.client)
  await deploy(template)
  await cloudformation.deploy({ stackName: 'empty', template: { Resources: {} } })
})

afterAll(async () => {
  client.destroy()
  await served.close()
})

test('DescribeStacks tells a stack by name and by id, with its parameters and outputs', async () => {
  const { Stacks: stacks } = await client.send(new DescribeStacksCommand({ StackName: 'harbour' }))
  expect(stacks).toMatchObject([
    {
      StackName: 'harbour',
      StackId: expect.stringMatching(/^arn:aws:cloudformation:eu-west-1:000000000000:stack\/harbour\//),
      StackStatus: 'CREATE_COMPLETE',
      Description: 'Two things',
      CreationTime: expect.any(Date),
      Parameters: [{ ParameterKey: 'Size', ParameterValue: '3' }],
      Outputs: [
        {
          OutputKey: 'Name',
          OutputValue: 'first',
          Description: 'The <first>',
          ExportName: 'harbour-first',
        },
      ],
    },
  ])
  const byId = await client.send(new DescribeStacksCommand({ StackName: stacks?.[0]?.StackId }))
  expect(byId.Stacks).toEqual(stacks)
})

test('DescribeStacks and ListStacks without a name tell all stacks', async () => {
  const { Stacks: stacks } = await client.send(new DescribeStacksCommand({}))
  expect(stacks?.map(({ StackName: name }) => name)).toEqual(['harbour', 'empty'])
  const created = await client.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }))
  expect(created.StackSummaries?.map(({ StackName: name }) => name)).toEqual(['harbour', 'empty'])
  const deleted = await client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))
  expect(deleted.StackSummaries ?? []).toEqual([])
})

test('a stack that is not there is answered in the words that tools look for', async () => {
  await expect(client.send(new DescribeStacksCommand({ StackName: 'nobody' }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id nobody does not exist',
  })
})

test('the resources of a stack are told with what Ref gives', async () => {
  const { StackResourceSummaries: list } = await client.send(
    new ListStackResourcesCommand({ StackName: 'harbour' }),
  )
  expect(list).toMatchObject([
    {
      LogicalResourceId: 'First',
      PhysicalResourceId: 'first',
      ResourceType: 'Test::Thing',
      ResourceStatus: 'CREATE_COMPLETE',
    },
    { LogicalResourceId: 'Second', PhysicalResourceId: 'first' },
  ])
  const all = await client.send(new DescribeStackResourcesCommand({ StackName: 'harbour' }))
  expect(all.StackResources).toHaveLength(2)
  const one = await client.send(
    new DescribeStackResourceCommand({ StackName: 'harbour', LogicalResourceId: 'Second' }),
  )
  expect(one.StackResourceDetail).toMatchObject({ PhysicalResourceId: 'first' })
  await expect(
    client.send(new DescribeStackResourceCommand({ StackName: 'harbour', LogicalResourceId: 'Third' })),
  ).rejects.toThrow('Resource Third does not exist for stack harbour')
})

test('the template comes back as it was given, and exports are listed', async () => {
  const { TemplateBody: body } = await client.send(new GetTemplateCommand({ StackName: 'harbour' }))
  expect(JSON.parse(body ?? '')).toEqual(template)
  const { Exports: exports } = await client.send(new ListExportsCommand({}))
  expect(exports).toMatchObject([{ Name: 'harbour-first', Value: 'first' }])
})

test('an action that is not there names itself', async () => {
  await expect(client.send(new DescribeAccountLimitsCommand({}))).rejects.toThrow(
    'The local runtime has no CloudFormation action DescribeAccountLimits.',
  )
})

test('STS tells who everybody is', async () => {
  const sts = await servePlugin('/nowhere', createSts)
  const identity = await new STSClient(sts.client).send(new GetCallerIdentityCommand({}))
  expect(identity).toMatchObject({ Account: '000000000000', Arn: 'arn:aws:iam::000000000000:user/local' })
  await sts.close()
})
