import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { DescribeTaskDefinitionCommand, ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type LocalStack, startLocalStack } from '../../local/stack.ts'

// A stack with every type of resource that acts in the local runtime: it can be made, deleted, and made again. Each has
// a name where it can have one: what would be left of it would be in the way of the second.

const TRUST = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'x.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const ALLOW = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] }
const ref = (Ref: string) => ({ Ref })
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
const NETWORK = { AwsvpcConfiguration: { Subnets: ['subnet-1'] } }

const RESOURCES = {
  Bucket: ['AWS::S3::Bucket', { BucketName: 'all-types' }],
  BucketPolicy: ['AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: ALLOW }],
  Table: [
    'AWS::DynamoDB::Table',
    {
      TableName: 'all-types',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    },
  ],
  Queue: ['AWS::SQS::Queue', { QueueName: 'all-types' }],
  QueuePolicy: ['AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: ALLOW }],
  Topic: ['AWS::SNS::Topic', { TopicName: 'all-types' }],
  TopicPolicy: ['AWS::SNS::TopicPolicy', { Topics: [ref('Topic')], PolicyDocument: ALLOW }],
  Subscription: [
    'AWS::SNS::Subscription',
    { TopicArn: ref('Topic'), Protocol: 'sqs', Endpoint: arn('Queue') },
  ],
  Alarm: [
    'AWS::CloudWatch::Alarm',
    {
      AlarmName: 'all-types',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    },
  ],
  Rule: [
    'AWS::Events::Rule',
    { Name: 'all-types', EventPattern: { source: ['test'] }, Targets: [{ Id: 'queue', Arn: arn('Queue') }] },
  ],
  Role: ['AWS::IAM::Role', { AssumeRolePolicyDocument: TRUST }],
  Cluster: ['AWS::ECS::Cluster', { ClusterName: 'all-types' }],
  Capacity: [
    'AWS::ECS::ClusterCapacityProviderAssociations',
    { Cluster: ref('Cluster'), CapacityProviders: ['FARGATE'], DefaultCapacityProviderStrategy: [] },
  ],
  Task: [
    'AWS::ECS::TaskDefinition',
    {
      Family: 'all-types',
      Cpu: '256',
      Memory: '512',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      ContainerDefinitions: [{ Name: 'main', Image: 'workers:1', Essential: true }],
    },
  ],
  Service: [
    'AWS::ECS::Service',
    {
      ServiceName: 'all-types',
      Cluster: ref('Cluster'),
      TaskDefinition: ref('Task'),
      DesiredCount: 0,
      LaunchType: 'FARGATE',
      NetworkConfiguration: NETWORK,
    },
  ],
  Target: [
    'AWS::ApplicationAutoScaling::ScalableTarget',
    {
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: { 'Fn::Join': ['/', ['service', 'all-types', { 'Fn::GetAtt': ['Service', 'Name'] }]] },
      MinCapacity: 0,
      MaxCapacity: 1,
    },
  ],
  Policy: [
    'AWS::ApplicationAutoScaling::ScalingPolicy',
    {
      PolicyName: 'steps',
      PolicyType: 'StepScaling',
      ScalingTargetId: ref('Target'),
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ExactCapacity',
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    },
  ],
  Schedule: [
    'AWS::Scheduler::Schedule',
    {
      Name: 'all-types',
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: arn('Cluster'),
        RoleArn: arn('Role'),
        EcsParameters: {
          TaskDefinitionArn: ref('Task'),
          LaunchType: 'FARGATE',
          NetworkConfiguration: NETWORK,
        },
      },
    },
  ],
  Function: [
    'AWS::Lambda::Function',
    {
      FunctionName: 'all-types',
      Code: { S3Bucket: 'code', S3Key: 'code.zip' },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: arn('Role'),
    },
  ],
  Permission: [
    'AWS::Lambda::Permission',
    { FunctionName: ref('Function'), Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' },
  ],
  Mapping: [
    'AWS::Lambda::EventSourceMapping',
    { FunctionName: ref('Function'), EventSourceArn: arn('Queue') },
  ],
  Asynchronous: [
    'AWS::Lambda::EventInvokeConfig',
    { FunctionName: ref('Function'), Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
  ],
} as const

const TEMPLATE = {
  Resources: Object.fromEntries(
    Object.entries(RESOURCES).map(([id, [Type, Properties]]) => [id, { Type, Properties }]),
  ),
}

const folder = mkdtempSync(join(tmpdir(), 'stevedore-types-'))
let stack: LocalStack
let client: {
  endpoint: string
  region: string
  credentials: { accessKeyId: string; secretAccessKey: string }
}
beforeAll(async () => {
  const options = {
    port: 0,
    dataFolder: folder,
    region: 'us-east-1',
    speed: 1,
    tasksMax: 4,
    iam: 'off',
    print: () => {},
  } as const
  stack = await startLocalStack(options)
  client = {
    endpoint: stack.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
})
afterAll(async () => {
  await stack?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a stack of all types is made, goes without a trace, and is made again', async () => {
  const cloudformation = new CloudFormationClient(client)
  const s3 = new S3Client(client)
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }))
  const Body = zipSync({ 'index.js': strToU8('exports.handler = async () => 1') })
  await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'code.zip', Body }))

  async function ended(StackName: string | undefined): Promise<string> {
    return vi.waitFor(
      async () => {
        const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }))
        const status = Stacks?.[0]?.StackStatus ?? ''
        expect(status).not.toMatch(/IN_PROGRESS$/)
        return status
      },
      { timeout: 15_000, interval: 20 },
    )
  }
  async function failures(StackName: string | undefined) {
    const { StackEvents = [] } = await cloudformation.send(new DescribeStackEventsCommand({ StackName }))
    return StackEvents.filter(({ ResourceStatus: status }) => status?.endsWith('_FAILED')).map(
      ({ LogicalResourceId: id, ResourceStatusReason: reason }) => `${id}: ${reason}`,
    )
  }

  const input = { StackName: 'all-types', TemplateBody: JSON.stringify(TEMPLATE) }
  for (const _time of ['first', 'second']) {
    const { StackId } = await cloudformation.send(new CreateStackCommand(input))
    const made = await ended(StackId)
    expect(await failures(StackId)).toEqual([])
    expect(made).toBe('CREATE_COMPLETE')
    await cloudformation.send(new DeleteStackCommand({ StackName: StackId }))
    const deleted = await ended(StackId)
    expect(await failures(StackId)).toEqual([])
    expect(deleted).toBe('DELETE_COMPLETE')

    const { Buckets } = await s3.send(new ListBucketsCommand({}))
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['code'])
    expect((await new DynamoDBClient(client).send(new ListTablesCommand({}))).TableNames).toEqual([])
    expect((await new SQSClient(client).send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([])
    expect((await new SNSClient(client).send(new ListTopicsCommand({}))).Topics ?? []).toEqual([])
    const ecs = new ECSClient(client)
    expect((await ecs.send(new ListClustersCommand({}))).clusterArns).toEqual([])
    await expect(
      ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'all-types' })),
    ).rejects.toThrow('not found')
  }
})
