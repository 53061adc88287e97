interface ReplacementRule {
  /** The property that names the resource, where a template may name it. */
  readonly name?: string
  /** A change of one of these makes a new resource; what is not here changes in place. */
  readonly createOnly: readonly string[] | 'all'
}

const IN_PLACE: ReplacementRule = { createOnly: [] }

// The "Update requires: Replacement" of the template reference, for types whose resources act here. A permission of a
// function is told apart by its logical id alone, so that it changes in place.
const RULES: Readonly<Record<string, ReplacementRule>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    createOnly: ['ResourceId', 'ScalableDimension', 'ServiceNamespace'],
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': {
    createOnly: ['PolicyName', 'ResourceId', 'ScalableDimension', 'ScalingTargetId', 'ServiceNamespace'],
  },
  'AWS::CloudWatch::Alarm': { name: 'AlarmName', createOnly: ['AlarmName'] },
  'AWS::DynamoDB::Table': {
    name: 'TableName',
    createOnly: ['KeySchema', 'LocalSecondaryIndexes', 'TableName'],
  },
  'AWS::ECS::Cluster': { name: 'ClusterName', createOnly: ['ClusterName'] },
  'AWS::ECS::ClusterCapacityProviderAssociations': { createOnly: ['Cluster'] },
  'AWS::ECS::Service': {
    name: 'ServiceName',
    createOnly: ['Cluster', 'LaunchType', 'SchedulingStrategy', 'ServiceName'],
  },
  'AWS::ECS::TaskDefinition': { createOnly: 'all' },
  'AWS::Events::Rule': { name: 'Name', createOnly: ['EventBusName', 'Name'] },
  'AWS::IAM::ManagedPolicy': { name: 'ManagedPolicyName', createOnly: ['ManagedPolicyName', 'Path'] },
  'AWS::IAM::Role': { name: 'RoleName', createOnly: ['Path', 'RoleName'] },
  'AWS::Lambda::EventInvokeConfig': { createOnly: ['FunctionName', 'Qualifier'] },
  'AWS::Lambda::Function': { name: 'FunctionName', createOnly: ['FunctionName', 'PackageType'] },
  'AWS::Lambda::Version': { createOnly: 'all' },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', createOnly: ['LogGroupName'] },
  'AWS::S3::Bucket': { name: 'BucketName', createOnly: ['BucketName'] },
  'AWS::S3::BucketPolicy': { createOnly: ['Bucket'] },
  'AWS::Scheduler::Schedule': { name: 'Name', createOnly: ['Name'] },
  'AWS::SNS::Subscription': { createOnly: ['Endpoint', 'Protocol', 'TopicArn'] },
  'AWS::SNS::Topic': { name: 'TopicName', createOnly: ['TopicName'] },
  'AWS::SQS::Queue': { name: 'QueueName', createOnly: ['FifoQueue', 'QueueName'] },
}

export function replacementRule(type: string): ReplacementRule {
  return RULES[type] ?? IN_PLACE
}
