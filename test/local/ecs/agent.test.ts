import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetTaskProtectionCommand } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { NETWORK, setup, until } from './setup.ts'

const SHOWS_ENV = `
  import { writeFileSync, renameSync } from 'node:fs'
  writeFileSync('env.new', JSON.stringify({ metadata: process.env.ECS_CONTAINER_METADATA_URI_V4, agent: process.env.ECS_AGENT_URI }))
  renameSync('env.new', 'env.json')
  setInterval(() => {}, 1000)`

interface Answer {
  readonly protection: { readonly ExpirationDate: string; readonly TaskArn: string }
}

async function ground(kind: 'service' | 'standalone') {
  const site = await setup()
  const taskDefinition = await site.define(SHOWS_ENV, { container: { StopTimeout: 2 } })
  if (kind === 'service') {
    await site.template('AWS::ECS::Service', 'Queue', {
      Cluster: 'stage',
      TaskDefinition: taskDefinition,
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } },
    })
  } else {
    await site.ecs.runTask({ cluster: 'stage', taskDefinition, networkConfiguration: NETWORK })
  }
  const { metadata, agent } = await until(() =>
    JSON.parse(readFileSync(join(site.imageFolder, 'env.json'), 'utf8')),
  )
  const state = async (method: string, body?: string) => {
    const response = await fetch(`${agent}/task-protection/v1/state`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, body: (await response.json()) as Answer }
  }
  return { ...site, taskDefinition, metadata, state }
}

test('a task reads who it is from the metadata endpoint', async () => {
  const { metadata, taskDefinition } = await ground('standalone')
  const task = await (await fetch(`${metadata}/task`)).json()
  expect(task).toMatchObject({
    Cluster: 'arn:aws:ecs:us-east-1:000000000000:cluster/stage',
    TaskARN: expect.stringMatching(/^arn:aws:ecs:us-east-1:000000000000:task\/stage\/[0-9a-f]{32}$/),
    Family: 'stevedore-local-work',
    Revision: taskDefinition.split(':').at(-1),
    Limits: { CPU: 0.25, Memory: 512 },
    KnownStatus: 'RUNNING',
    Containers: [{ Name: 'work', Image: 'example/image:1', KnownStatus: 'RUNNING' }],
  })
  expect(await (await fetch(metadata)).json()).toMatchObject({
    Name: 'work',
    ContainerARN: expect.any(String),
  })
  expect((await fetch(`${metadata}/stats`)).status).toBe(404)
})

test("a service's task protects itself and lets go", async () => {
  const { state, client } = await ground('service')
  const on = await state('PUT', '{"ProtectionEnabled":true,"ExpiresInMinutes":15}')
  expect(on).toEqual({
    status: 200,
    body: {
      protection: {
        ProtectionEnabled: true,
        ExpirationDate: expect.stringMatching(/Z$/),
        TaskArn: expect.any(String),
      },
    },
  })
  const minutes = (Date.parse(on.body.protection.ExpirationDate) - Date.now()) / 60_000
  expect(minutes).toBeGreaterThan(14)
  expect(minutes).toBeLessThanOrEqual(15)
  expect(await state('GET')).toEqual(on)
  const { protectedTasks } = await client.send(
    new GetTaskProtectionCommand({ cluster: 'stage', tasks: [on.body.protection.TaskArn] }),
  )
  expect(protectedTasks).toMatchObject([{ protectionEnabled: true }])
  const off = await state('PUT', '{"ProtectionEnabled":false}')
  expect(off.body.protection).toEqual({ ProtectionEnabled: false, TaskArn: on.body.protection.TaskArn })
})

test('a task without a service takes no protection', async () => {
  const { state } = await ground('standalone')
  expect(await state('PUT', '{"ProtectionEnabled":true}')).toEqual({
    status: 200,
    body: {
      failure: {
        Arn: expect.any(String),
        Detail: expect.any(String),
        Reason: 'TASK_NOT_VALID',
      },
    },
  })
})

test.each([
  ['{}', /ProtectionEnabled/],
  ['{"ProtectionEnabled":true,"ExpiresInMinutes":2881}', /2881/],
  ['not json', /JSON/],
])('the protection request %s is refused', async (body, message) => {
  const { state } = await ground('service')
  expect(await state('PUT', body)).toMatchObject({
    status: 400,
    body: { error: { Code: 'InvalidParameterException', Message: expect.stringMatching(message) } },
  })
})
