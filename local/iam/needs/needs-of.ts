import type { Context } from '../policy/context-keys.ts'
import type { Use } from '../policy/decide.ts'
import { dynamodbNeeds } from './dynamodb.ts'
import { ecsNeeds } from './ecs.ts'
import { logsNeeds } from './logs.ts'
import type { ApiNeeds, Need, Surroundings } from './need.ts'
import * as others from './others.ts'
import { s3Needs } from './s3.ts'
import { snsNeeds } from './sns.ts'
import { sqsNeeds } from './sqs.ts'

// By the name of the service in the credential scope.
const APIS: Readonly<Record<string, ApiNeeds<never>>> = {
  'application-autoscaling': others.autoscalingNeeds,
  cloudformation: others.cloudformationNeeds,
  dynamodb: dynamodbNeeds,
  ecr: others.ecrNeeds,
  ecs: ecsNeeds,
  events: others.eventsNeeds,
  lambda: others.lambdaNeeds,
  logs: logsNeeds,
  monitoring: others.cloudwatchNeeds,
  s3: s3Needs,
  scheduler: others.schedulerNeeds,
  sns: snsNeeds,
  sqs: sqsNeeds,
  sts: others.stsNeeds,
}

/**
 * The permissions that a call of an API asks for: an action of the API is not always an action of IAM. One that is not in
 * the tables asks for itself on everything.
 */
export function needsOf(
  service: string,
  action: string,
  input: unknown,
  { at, context }: { readonly at: Surroundings; readonly context: Context },
): readonly Use[] {
  const api = APIS[service]
  const prefix = api?.prefix ?? service
  const needs: Need | readonly Need[] = api?.actions[action]?.(input as never, at) ?? { resource: '*' }
  return [needs].flat().map((need: Need) => ({
    action: need.action ?? `${prefix}:${action}`,
    resource: need.resource,
    context: { ...context, ...need.context },
  }))
}
