import { ListTasksCommand } from '@aws-sdk/client-ecs'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { objectCreated, queueIsEmpty } from './deliveries.ts'
import { counts, startStack } from './stack.ts'
import type { Variant } from './variants.ts'

// routeBytes=0: every object travels by launch-load, or straight from the rule, to a task of its own.

const BODY = 'iata,name,city,state,country,latitude,longitude\nOWN,n,c,IL,USA,1,2\n'

describe.each<Variant>(['own-task', 'direct'])('on the stack %s', (variant) => {
  let stack: Awaited<ReturnType<typeof startStack>>
  beforeAll(async () => {
    stack = await startStack(variant)
  })
  afterAll(() => stack?.close())

  const tasks = async () => {
    const { taskArns = [] } = await stack.ecs.send(
      new ListTasksCommand({
        cluster: stack.outputs.ClusterName,
        family: 'stevedore-local-load-object',
        desiredStatus: 'STOPPED',
      }),
    )
    return taskArns
  }

  test('an object is loaded by a task of its own', async () => {
    const key = 'airports/own task "é" \\ <key>.csv'
    const version = await stack.upload(key, BODY)
    const item = await stack.settled(key, version, 'loaded')
    expect(counts(item)).toEqual({ read: 1, written: 1, rejected: 0, duplicate: 0 })
    await vi.waitFor(async () => expect(await tasks()).toEqual([item.taskArn?.S]), { timeout: 20_000 })
    if (variant === 'own-task')
      expect(item.launch?.M).toMatchObject({ number: { N: '1' }, capacity: { S: 'spot' } })
  })

  test('F36 its event delivered again has no second effect', async () => {
    const key = 'airports/twice.csv'
    const version = await stack.upload(key, BODY)
    const first = await stack.settled(key, version, 'loaded')
    const before = await vi.waitFor(async () => {
      const all = await tasks()
      expect(all).toContain(first.taskArn?.S)
      return all
    })
    for (let delivery = 0; delivery < 2; delivery += 1) {
      await stack.sqs.send(
        new SendMessageCommand({
          QueueUrl: stack.outputs.LaunchesQueueUrl,
          MessageBody: objectCreated(stack.outputs.LandingBucketName, key, version, BODY.length),
        }),
      )
    }
    await queueIsEmpty(stack, stack.outputs.LaunchesQueueUrl)
    expect(await stack.ledger(key, version)).toEqual(first)
    expect(await tasks()).toEqual(before)
  })
})
