import { DescribeServicesCommand, DescribeTasksCommand, RunTaskCommand } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { createClock } from '../../../local/clock.ts'
import { NETWORK, setup, until, WAITS } from './setup.ts'

// What CloudFormation waits for, and what it ends.

const SERVICE = 'AWS::ECS::Service'
const CLUSTER = 'AWS::ECS::Cluster'

async function ground() {
  // Its tasks are healthy after 5 s of this time.
  const site = await setup({ clock: createClock(30) })
  const service = (TaskDefinition: string, more: Record<string, unknown> = {}) =>
    site.template(SERVICE, 'Service', {
      ServiceName: 'work',
      Cluster: 'stage',
      TaskDefinition,
      DesiredCount: 1,
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } },
      ...more,
    })
  const type = (name: string) => {
    const found = site.ecs.resources.find((each) => each.type === name)
    if (!found) throw new Error(`No ${name}`)
    return found
  }
  return {
    ...site,
    service,
    settle: (name: string, id: string) => type(name).settle?.(id, new AbortController().signal),
    remove: (name: string, physicalId: string) =>
      type(name).remove({ logicalId: 'Any', stackName: 'any', physicalId, attributes: {}, properties: {} }),
  }
}

test('a service has settled when its tasks are healthy', async () => {
  const { define, service, settle, client } = await ground()
  const { physicalId } = await service(await define(WAITS))
  await settle(SERVICE, physicalId)
  const { services } = await client.send(
    new DescribeServicesCommand({ cluster: 'stage', services: ['work'] }),
  )
  expect(services?.[0]).toMatchObject({ runningCount: 1, deployments: [{ rolloutState: 'COMPLETED' }] })
})

test('a service whose tasks fail does not settle, and says how the last one ended', async () => {
  const { define, service, settle } = await ground()
  const { physicalId } = await service(await define('process.exit(7)'), {
    DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
  })
  await expect(settle(SERVICE, physicalId)).rejects.toThrow(
    /Circuit Breaker was triggered'\. The last task of stevedore-local-work:1: task stopped: exit code 7/,
  )
})

test('a service that is removed has no tasks any more, and is no error the second time', async () => {
  const { define, service, settle, remove, client, details } = await ground()
  const { physicalId } = await service(await define(WAITS))
  await settle(SERVICE, physicalId)
  await remove(SERVICE, physicalId)
  expect(details().at(-1)).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'ServiceSchedulerInitiated' })
  const { services } = await client.send(
    new DescribeServicesCommand({ cluster: 'stage', services: ['work'] }),
  )
  expect(services?.[0]).toMatchObject({ status: 'INACTIVE', runningCount: 0 })
  await remove(SERVICE, physicalId)
})

test('a cluster is not removed under a service; tasks that stand alone are told to stop', async () => {
  const { define, service, remove, client } = await ground()
  const definition = await define(WAITS)
  const { physicalId } = await service(definition, { DesiredCount: 0 })
  const input = { cluster: 'stage', taskDefinition: definition, networkConfiguration: NETWORK }
  const { tasks } = await client.send(new RunTaskCommand(input))
  const taskArn = tasks?.[0]?.taskArn ?? ''
  const look = async () =>
    (await client.send(new DescribeTasksCommand({ cluster: 'stage', tasks: [taskArn] }))).tasks?.[0]
  await until(async () => expect((await look())?.lastStatus).toBe('RUNNING'))

  await expect(remove(CLUSTER, 'stage')).rejects.toThrow(
    'The Cluster cannot be deleted while Services are active: work.',
  )
  expect((await look())?.lastStatus).toBe('RUNNING')
  await remove(SERVICE, physicalId)
  await remove(CLUSTER, 'stage')
  await expect(look()).rejects.toThrow('Cluster not found')
})

test('a task definition that was removed is a new revision when it comes back', async () => {
  const { define, remove } = await ground()
  const first = await define(WAITS)
  await remove('AWS::ECS::TaskDefinition', first)
  expect(await define(WAITS)).toBe(first.replace(/:1$/, ':2'))
  await remove('AWS::ECS::TaskDefinition', first.replace(/:1$/, ':99'))
})
