// A plug-in of the framework: says after a remove what stays, and the commands that remove that too.
'use strict'

const { createAws } = require('./deploy/aws.cjs')
const { Fault } = require('./deploy/fault.cjs')
const { stackNameOf } = require('./deploy/image-repository.cjs')
const { removalCommands } = require('./deploy/removal-commands.cjs')
const { findStack, listedResources } = require('./deploy/stack-operation.cjs')

const KINDS = { 'AWS::S3::Bucket': 'bucket', 'AWS::DynamoDB::Table': 'table ' }

class TellWhatStays {
  constructor(serverless, _options, { log }) {
    let lines = []
    this.hooks = {
      'before:remove:remove': async () => {
        try {
          const provider = serverless.getProvider('aws')
          const aws = createAws(provider)
          const stackName = provider.naming.getStackName()
          const stack = await findStack(aws, stackName)
          const images = await findStack(aws, stackNameOf(stackName))
          const { data, logs } = stack ? await whatStays(aws, stackName) : { data: [], logs: [] }
          lines = [
            ...dataLines(data, provider.getStage()),
            ...otherLines(logs, images && stackNameOf(stackName)),
          ]
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          log.warning(`What stays after the remove cannot be told: ${error.message}`)
        }
      },
      'after:remove:remove': () => {
        if (lines.length > 0) log.notice(lines.join('\n'))
      },
    }
  }
}

async function whatStays(aws, stackName) {
  const { TemplateBody } = await aws('CloudFormation', 'GetTemplate', {
    StackName: stackName,
    TemplateStage: 'Original',
  })
  const { Resources } = JSON.parse(TemplateBody)
  const data = []
  const logs = []
  for (const { LogicalResourceId, ResourceType, PhysicalResourceId: name } of await listedResources(
    aws,
    stackName,
  )) {
    const { DeletionPolicy = 'Delete', Properties = {} } = Resources[LogicalResourceId] ?? {}
    if (/^Retain/.test(DeletionPolicy) && name) {
      data.push({ type: ResourceType, name, isProtected: Properties.DeletionProtectionEnabled === true })
    }
    // Container Insights makes a group of its own.
    if (ResourceType === 'AWS::ECS::Cluster') logs.push(`/aws/ecs/containerinsights/${name}/performance`)
  }
  return { data, logs }
}

function dataLines(data, stage) {
  if (data.length === 0) return []
  return [
    'What holds data was left:',
    ...data.map(({ type, name }) => `  ${KINDS[type] ?? type} ${name}`),
    `To go on with it: npx serverless deploy --stage ${stage} --param "existingData=adopt"`,
    'To delete it with all that it holds, for ever:',
    ...data
      .filter(({ type }) => type in KINDS)
      .flatMap((left) => removalCommands(left).map((command) => `  ${command}`)),
  ]
}

function otherLines(logs, images) {
  const commands = [
    ...(images ? [`aws cloudformation delete-stack --stack-name ${images}`] : []),
    ...logs.map((name) => `aws logs delete-log-group --log-group-name ${name}`),
  ]
  if (commands.length === 0) return []
  const what = images
    ? 'The worker images and the log of Container Insights'
    : 'The log of Container Insights'
  return [`${what} may be left too:`, ...commands.map((command) => `  ${command}`)]
}

module.exports = TellWhatStays
