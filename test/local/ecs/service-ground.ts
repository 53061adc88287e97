import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs'
import { expect } from 'vitest'
import { createClock } from '../../../local/clock.ts'
import { setup, until, WAITS } from './setup.ts'

export const CRASHES = 'process.exit(1)'

/** A service `load-queue` whose time runs fast: its tasks are healthy after 5 s of it. */
export async function ground(
  script = WAITS,
  properties: Record<string, unknown> = {},
  tasksMax = 16,
  speed = 30,
) {
  const clock = createClock(speed)
  const site = await setup({ clock, fastClock: createClock(1000), tasksMax })
  const taskDefinition = await site.define(script)
  const apply = (definition: string, more: Record<string, unknown> = {}) =>
    site.template('AWS::ECS::Service', 'LoadQueue', {
      ServiceName: 'load-queue',
      Cluster: 'stage',
      TaskDefinition: definition,
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'], AssignPublicIp: 'DISABLED' } },
      ...properties,
      ...more,
    })
  const made = await apply(taskDefinition)
  const describe = async () => {
    const { services } = await site.client.send(
      new DescribeServicesCommand({ cluster: 'stage', services: ['load-queue'] }),
    )
    const service = services?.[0]
    if (!service) throw new Error('no service')
    return service
  }
  const tasks = async () => {
    const { taskArns = [] } = await site.client.send(
      new ListTasksCommand({ cluster: 'stage', serviceName: 'load-queue' }),
    )
    if (taskArns.length === 0) return []
    return (
      (await site.client.send(new DescribeTasksCommand({ cluster: 'stage', tasks: taskArns }))).tasks ?? []
    )
  }
  return {
    ...site,
    made,
    apply,
    describe,
    tasks,
    update: (input: Partial<UpdateServiceCommandInput>) =>
      site.client.send(new UpdateServiceCommand({ cluster: 'stage', service: 'load-queue', ...input })),
    steady: (count: number) =>
      until(async () => {
        const service = await describe()
        expect(service).toMatchObject({ runningCount: count, pendingCount: 0 })
        expect(service.deployments).toHaveLength(1)
        expect(service.deployments?.[0]?.rolloutState).toBe('COMPLETED')
        return service
      }),
  }
}
