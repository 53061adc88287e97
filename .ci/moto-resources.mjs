// Holds the stack that a deploy has made against the packaged template: all of it is there, but for what moto does not know.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'

const UNKNOWN_TO_MOTO = new Set([
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CloudWatch::Dashboard',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::ECS::ClusterCapacityProviderAssociations',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
])

const [StackName] = process.argv.slice(2)
const template = JSON.parse(readFileSync('.serverless/cloudformation-template-update-stack.json', 'utf8'))
const made = new Set()
for await (const page of paginateListStackResources({ client: new CloudFormationClient() }, { StackName })) {
  for (const { LogicalResourceId, ResourceStatus } of page.StackResourceSummaries ?? []) {
    if (ResourceStatus === 'CREATE_COMPLETE') made.add(LogicalResourceId)
  }
}
const all = Object.entries(template.Resources)
const missing = all.filter(([id, { Type }]) => !made.has(id) && !UNKNOWN_TO_MOTO.has(Type))
process.stdout.write(`moto has made ${made.size} of the ${all.length} resources of ${StackName}.\n`)
for (const [id, { Type }] of missing) process.stderr.write(`It knows ${Type}, and has not made ${id}.\n`)
process.exitCode = missing.length > 0 ? 1 : 0
