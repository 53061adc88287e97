import { ApiError } from '../../protocol/api-error.ts'
import type { Target } from '../target.ts'
import type { TaskLaunch } from './ports.ts'

// ECS API Reference, RunTask: startedBy.
const STARTED_BY_CHARACTERS_MAX = 36

/** What EventBridge asks of RunTask. `overrides` is the target's input, where it has one: a TaskOverride. */
export function taskLaunch(
  target: Target,
  ruleName: string,
  overrides: Record<string, unknown> | undefined,
): TaskLaunch {
  const ecs = target.EcsParameters
  if (!ecs)
    throw new ApiError('INVALID_PARAMETER', `Target ${target.Id} is a cluster and has no EcsParameters.`)
  const network = ecs.NetworkConfiguration?.awsvpcConfiguration
  return withoutUndefined({
    cluster: target.Arn,
    taskDefinition: ecs.TaskDefinitionArn,
    count: ecs.TaskCount ?? 1,
    // A rule's name may have dots, startedBy may not.
    startedBy: `events-rule/${ruleName.replaceAll('.', '_')}`.slice(0, STARTED_BY_CHARACTERS_MAX),
    overrides,
    launchType: ecs.LaunchType,
    capacityProviderStrategy: ecs.CapacityProviderStrategy,
    networkConfiguration: network && {
      awsvpcConfiguration: withoutUndefined({
        subnets: network.Subnets,
        securityGroups: network.SecurityGroups,
        assignPublicIp: network.AssignPublicIp,
      }),
    },
    platformVersion: ecs.PlatformVersion,
    group: ecs.Group,
    propagateTags: ecs.PropagateTags,
    enableECSManagedTags: ecs.EnableECSManagedTags,
    enableExecuteCommand: ecs.EnableExecuteCommand,
    tags: ecs.Tags?.map(({ Key, Value }) => ({ key: Key, value: Value })),
  }) as TaskLaunch
}

function withoutUndefined<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>
}
