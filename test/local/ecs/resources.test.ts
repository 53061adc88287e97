import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateClusterCommand,
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  ListClustersCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import { expect, onTestFinished, test } from 'vitest'
import { setup } from './setup.ts'

test('a definition keeps its revision over a restart until it changes', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'ecs-revisions-'))
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }))
  const first = await setup({ dataFolder })
  expect(await first.define('1')).toMatch(/:task-definition\/stevedore-local-work:1$/)
  expect(await first.define('1')).toMatch(/:1$/)
  expect(await first.define('2')).toMatch(/:2$/)
  await first.close()
  const second = await setup({ dataFolder })
  expect(await second.define('2')).toMatch(/:2$/)
  expect(await second.define('3')).toMatch(/:3$/)
})

test('an unnamed cluster and family take the physical name of the stack', async () => {
  const { template } = await setup()
  expect(await template('AWS::ECS::Cluster', 'Other', {})).toEqual({
    physicalId: 'stevedore-local-Other',
    attributes: { Arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/stevedore-local-Other' },
  })
  const { physicalId } = await template('AWS::ECS::TaskDefinition', 'Audit', {
    Cpu: 256,
    Memory: '512',
    ContainerDefinitions: [{ Name: 'audit', Image: 'i' }],
  })
  expect(physicalId).toMatch(/task-definition\/stevedore-local-Audit:1$/)
})

test('capacity providers reach the cluster by their association', async () => {
  const { template, client } = await setup()
  await client.send(new CreateClusterCommand({ clusterName: 'plain' }))
  await template('AWS::ECS::ClusterCapacityProviderAssociations', 'Capacity', {
    Cluster: 'plain',
    CapacityProviders: ['FARGATE_SPOT'],
    DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }],
  })
  const { clusters } = await client.send(new DescribeClustersCommand({ clusters: ['plain'] }))
  expect(clusters).toMatchObject([{ clusterName: 'plain', capacityProviders: ['FARGATE_SPOT'] }])
  expect((await client.send(new ListClustersCommand({}))).clusterArns).toHaveLength(2)
})

test('numbers and booleans in the environment of a template are text', async () => {
  const { define, client } = await setup()
  const taskDefinition = await define('1', {
    container: {
      Command: ['node', 1],
      Environment: [
        { Name: 'SECONDS', Value: 120 },
        { Name: 'ON', Value: true },
      ],
    },
  })
  const described = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
  expect(described.taskDefinition?.containerDefinitions).toMatchObject([
    { command: ['node', '1'], environment: [{ value: '120' }, { value: 'true' }] },
  ])
})

test.each([
  ['a property that is not known', { Inference: 1 }, /inference/],
  ['a pair that Fargate has not', { Memory: '4096' }, /No Fargate configuration/],
])('%s is refused by name', async (_what, task, message) => {
  const { define } = await setup()
  await expect(define('1', { task })).rejects.toThrow(message)
})

test.each([
  ['secrets', { Secrets: [{ Name: 'A', ValueFrom: 'b' }] }, /secrets are not supported/],
  ['a property that is not known', { DependsOn: [] }, /dependsOn/],
  ['a stop timeout over two minutes', { StopTimeout: 121 }, /120/],
])('of a container, %s is refused by name', async (_what, container, message) => {
  const { define } = await setup()
  await expect(define('1', { container })).rejects.toThrow(message)
})

test('definitions are registered, described and listed by the API', async () => {
  const { client } = await setup()
  const { taskDefinition } = await client.send(
    new RegisterTaskDefinitionCommand({
      family: 'mine',
      cpu: '.25 vCPU',
      memory: '0.5 GB',
      networkMode: 'awsvpc',
      containerDefinitions: [{ name: 'c', image: 'i', command: ['node', 'x.js'] }],
    }),
  )
  expect(taskDefinition).toMatchObject({ family: 'mine', revision: 1, status: 'ACTIVE' })
  const described = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'mine' }))
  expect(described.taskDefinition?.registeredAt).toBeInstanceOf(Date)
  const { taskDefinitionArns } = await client.send(new ListTaskDefinitionsCommand({ familyPrefix: 'mine' }))
  expect(taskDefinitionArns).toEqual([taskDefinition?.taskDefinitionArn])
})
