import { ApiError } from '../protocol/api-error.ts'
import type { ScheduleProperties } from './schedule-properties.ts'

/** The input of RunTask for one time of a schedule. Its own input, where it has one, is a TaskOverride. */
export function taskLaunch(name: string, { Target }: ScheduleProperties): Record<string, unknown> {
  const { EcsParameters: ecs, Arn, Input } = Target
  const network = ecs.NetworkConfiguration?.AwsvpcConfiguration
  const launch = {
    cluster: Arn,
    taskDefinition: ecs.TaskDefinitionArn,
    count: ecs.TaskCount ?? 1,
    // ECS takes 36 characters without dots.
    startedBy: `chronos-schedule/${name.replaceAll('.', '_')}`.slice(0, 36),
    overrides: Input === undefined ? undefined : parseInput(Input),
    launchType: ecs.LaunchType,
    capacityProviderStrategy: ecs.CapacityProviderStrategy?.map(({ CapacityProvider, Weight, Base }) => ({
      capacityProvider: CapacityProvider,
      ...(Weight === undefined ? {} : { weight: Weight }),
      ...(Base === undefined ? {} : { base: Base }),
    })),
    networkConfiguration: network && {
      awsvpcConfiguration: {
        subnets: network.Subnets,
        ...(network.SecurityGroups ? { securityGroups: network.SecurityGroups } : {}),
        ...(network.AssignPublicIp ? { assignPublicIp: network.AssignPublicIp } : {}),
      },
    },
    platformVersion: ecs.PlatformVersion,
    group: ecs.Group,
    propagateTags: ecs.PropagateTags,
    enableECSManagedTags: ecs.EnableECSManagedTags,
    enableExecuteCommand: ecs.EnableExecuteCommand,
  }
  return Object.fromEntries(Object.entries(launch).filter(([, value]) => value !== undefined))
}

function parseInput(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch (error) {
    throw new ApiError(
      'ValidationException',
      `The schedule's input is no JSON: ${String(error)}. It is ${input}`,
    )
  }
}
