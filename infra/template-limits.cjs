// Limits of AWS that a template can break by what a stage is named, or by an edit: found here, and not by a deploy half-way.
'use strict'

const { isFargateSize } = require('./fargate-sizes.cjs')
const { STOP_TIMEOUT_SECONDS_MAX } = require('./task-settings.cjs')

// Characters of a name, by type and property; each from the page of its type below
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/. Names that CloudFormation makes it cuts itself.
const NAMES = {
  'AWS::CloudWatch::Alarm': ['AlarmName', 255],
  'AWS::CloudWatch::Dashboard': ['DashboardName', 255],
  'AWS::DynamoDB::Table': ['TableName', 255],
  'AWS::ECR::Repository': ['RepositoryName', 256],
  'AWS::ECS::Cluster': ['ClusterName', 255],
  'AWS::ECS::Service': ['ServiceName', 255],
  'AWS::ECS::TaskDefinition': ['Family', 255],
  'AWS::Events::Rule': ['Name', 64],
  'AWS::IAM::Role': ['RoleName', 64],
  'AWS::Lambda::Function': ['FunctionName', 64],
  'AWS::Logs::LogGroup': ['LogGroupName', 512],
  'AWS::S3::Bucket': ['BucketName', 63],
  'AWS::Scheduler::Schedule': ['Name', 64],
  'AWS::SNS::Topic': ['TopicName', 256],
  'AWS::SQS::Queue': ['QueueName', 80],
}

// Characters of the overrides of a task: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
const OVERRIDES_LENGTH_MAX = 8_192
// What an event can put into them: a bucket of 63 characters, a key of 1,024 that JSON writes with six each, a version of
// 1,024, and 200 for the rest. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const EVENT_LENGTH_MAX = 63 + 6 * 1_024 + 1_024 + 200

/** Every limit that the resources break, each in a sentence. */
function templateFaults(resources, stage) {
  return [
    ...nameFaults(resources, stage),
    ...Object.entries(resources).flatMap(([logicalId, { Type, Properties }]) => {
      if (Type === 'AWS::ECS::TaskDefinition') return taskFaults(logicalId, Properties)
      if (Type === 'AWS::Events::Rule') return overrideFaults(logicalId, Properties)
      return []
    }),
  ]
}

function nameFaults(resources, stage) {
  const tooLong = Object.entries(resources).flatMap(([logicalId, { Type, Properties = {} }]) => {
    const [property, max] = NAMES[Type] ?? []
    const name = Properties[property]
    return typeof name === 'string' && name.length > max ? [{ logicalId, property, name, max }] : []
  })
  const ofStage = tooLong.filter(({ name }) => name.includes(stage))
  const others = tooLong.filter((fault) => !ofStage.includes(fault))
  return [...stageFaults(ofStage, stage), ...others.map(nameFault)]
}

function stageFaults(faults, stage) {
  if (faults.length === 0) return []
  const roomOf = ({ name, max }) => stage.length - (name.length - max)
  const [tightest, ...others] = faults.toSorted((one, other) => roomOf(one) - roomOf(other))
  const longest = roomOf(tightest)
  // With no stage at all they would be too long.
  if (longest < 1) return faults.map(nameFault)
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  return [
    `--stage is ${stage}, and may have ${longest} characters at most, for the names that it is part of: ${nameFault(tightest)}${more}`,
  ]
}

function nameFault({ logicalId, property, name, max }) {
  return `${property} of ${logicalId} is ${name}, which has ${name.length} characters, and may have ${max}`
}

function taskFaults(logicalId, { Cpu, Memory, ContainerDefinitions }) {
  const faults = []
  if (!isFargateSize(Number(Cpu), Number(Memory))) {
    faults.push(`Cpu of ${logicalId} is ${Cpu} and its Memory ${Memory}: no size that Fargate has`)
  }
  for (const { Name, StopTimeout } of ContainerDefinitions) {
    if (StopTimeout > STOP_TIMEOUT_SECONDS_MAX) {
      faults.push(
        `StopTimeout of ${Name} in ${logicalId} is ${StopTimeout} seconds, and may be ${STOP_TIMEOUT_SECONDS_MAX}`,
      )
    }
  }
  return faults
}

function overrideFaults(logicalId, { Targets = [] }) {
  return Targets.filter(({ EcsParameters, InputTransformer }) => EcsParameters && InputTransformer).flatMap(
    ({ Id, InputTransformer }) => {
      const { length } = InputTransformer.InputTemplate.replace(/<[\w-]+>/g, '')
      const room = OVERRIDES_LENGTH_MAX - EVENT_LENGTH_MAX
      if (length <= room) return []
      return [
        `InputTemplate of target ${Id} of ${logicalId} has ${length} characters of its own, and may have ${room}: ECS takes overrides of ${OVERRIDES_LENGTH_MAX}, and the longest name of an object takes the rest`,
      ]
    },
  )
}

module.exports = { NAMES, templateFaults }
