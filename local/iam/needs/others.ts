import { type ApiNeeds, anything, arnOf, type Input, type Need, text } from './need.ts'

/** APIs whose other actions people and tools alone call: those ask for the whole account here, which no role should have. */
export const cloudwatchNeeds: ApiNeeds = {
  prefix: 'cloudwatch',
  actions: {
    GetMetricData: anything,
    GetMetricStatistics: anything,
    ListMetrics: anything,
    PutMetricData: ({ Namespace }) => ({
      resource: '*',
      context: { 'cloudwatch:namespace': text(Namespace) },
    }),
  },
}

export const eventsNeeds: ApiNeeds = {
  prefix: 'events',
  actions: { PutEvents: (_input, at) => ({ resource: arnOf(at, 'events', 'event-bus/', 'default') }) },
}

export const lambdaNeeds: ApiNeeds = {
  prefix: 'lambda',
  actions: {
    Invoke: ({ name }, at) => ({
      action: 'lambda:InvokeFunction',
      resource: arnOf(at, 'lambda', 'function:', name),
    }),
  },
}

export const stsNeeds: ApiNeeds = {
  prefix: 'sts',
  // Who one is may be asked by everybody.
  actions: { GetCallerIdentity: () => [] },
}

export const autoscalingNeeds: ApiNeeds = { prefix: 'application-autoscaling', actions: {} }
export const cloudformationNeeds: ApiNeeds = { prefix: 'cloudformation', actions: {} }
export const schedulerNeeds: ApiNeeds = { prefix: 'scheduler', actions: {} }
/** What the agent of ECS asks for when it pulls an image. */
export const ecrNeeds: ApiNeeds = {
  prefix: 'ecr',
  actions: {
    BatchCheckLayerAvailability: repository,
    BatchGetImage: repository,
    GetAuthorizationToken: anything,
    GetDownloadUrlForLayer: repository,
  },
}

function repository({ repositoryArn }: Input): Need {
  return { resource: text(repositoryArn) }
}
