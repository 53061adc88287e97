import { DescribeStackResourcesCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { requestSetup } from './request.ts'
import { queue, thing } from './setup.ts'

const BEFORE = {
  Resources: {
    Same: thing({ Name: 'same' }),
    Changed: thing({ Name: 'changed', Size: 1 }),
    Follower: thing({ Name: 'follower', Items: [{ Ref: 'Changed' }] }),
    Gone: thing({ Name: 'gone' }),
    GoneToo: thing({ Name: 'gone-too' }, { DependsOn: 'Gone' }),
    Kept: thing({ Name: 'kept' }, { DeletionPolicy: 'RetainExceptOnCreate' }),
  },
  Outputs: { Size: { Value: 'one' } },
}

const AFTER = {
  Resources: {
    Same: BEFORE.Resources.Same,
    Changed: thing({ Name: 'changed', Size: 2 }),
    Follower: BEFORE.Resources.Follower,
    New: thing({ Name: 'new' }),
  },
  Outputs: { Size: { Value: 'two' } },
}

test('only what changed is touched, what is new is made, what left goes last and in reverse', async () => {
  const { create, update, events, made, removed, there } = await requestSetup()
  await create(BEFORE)
  made.length = 0
  const stack = await update(AFTER)
  expect(stack).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', Outputs: [{ OutputValue: 'two' }] })
  expect(made.map(({ logicalId }) => logicalId)).toEqual(['Changed', 'New'])
  expect(there.get('changed')).toEqual({ Name: 'changed', Size: 2 })
  expect(removed).toEqual(['gone-too', 'gone'])
  expect([...there.keys()].sort()).toEqual(['changed', 'follower', 'kept', 'new', 'same'])
  const told = await events()
  expect(told.slice(told.indexOf('harbour UPDATE_IN_PROGRESS (User Initiated)'))).toEqual([
    'harbour UPDATE_IN_PROGRESS (User Initiated)',
    'Changed UPDATE_IN_PROGRESS',
    'Changed UPDATE_COMPLETE',
    'New CREATE_IN_PROGRESS',
    'New CREATE_COMPLETE',
    'harbour UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Kept DELETE_SKIPPED',
    'GoneToo DELETE_IN_PROGRESS',
    'GoneToo DELETE_COMPLETE',
    'Gone DELETE_IN_PROGRESS',
    'Gone DELETE_COMPLETE',
    'harbour UPDATE_COMPLETE',
  ])
})

test.each([
  ['cannot be made', { Name: 'refused' }, 'the name is taken'],
  ['does not work', { Name: 'broken', Size: 13 }, 'broken never worked'],
])('where one %s, everything goes back to what it was', async (_how, properties, why) => {
  const { create, update, events, client, there } = await requestSetup()
  await create(BEFORE)
  const before = new Map(there)
  const stack = await update({
    ...AFTER,
    Resources: { ...AFTER.Resources, Bad: thing(properties, { DependsOn: ['Changed', 'New'] }) },
  })
  expect(stack).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE', Outputs: [{ OutputValue: 'one' }] })
  expect([...there]).toEqual(expect.arrayContaining([...before]))
  expect(there.size).toBe(before.size)
  const told = await events()
  expect(told).toContain(`Bad CREATE_FAILED (${why})`)
  expect(told).toContain(
    'harbour UPDATE_ROLLBACK_IN_PROGRESS (The following resource(s) failed to update: [Bad].)',
  )
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: 'harbour' }),
  )
  expect(StackResources.map(({ LogicalResourceId: id }) => id).sort()).toEqual(
    Object.keys(BEFORE.Resources).sort(),
  )
  expect(await update(AFTER)).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
})

test('a change in place that does not work is taken back itself', async () => {
  const { create, update, there } = await requestSetup()
  await create(BEFORE)
  const Changed = thing({ Name: 'changed', Size: 13 })
  expect(await update({ ...BEFORE, Resources: { ...BEFORE.Resources, Changed } })).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
  })
  expect(there.get('changed')).toEqual({ Name: 'changed', Size: 1 })
})

test('an output that cannot be had takes everything back', async () => {
  const { create, update } = await requestSetup()
  await create(BEFORE)
  const Outputs = { Size: { Value: { 'Fn::GetAtt': 'Same.Nothing' } } }
  expect(await update({ ...AFTER, Outputs })).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
})

test('a replaced resource goes after its successor is there, unless its policy keeps it', async () => {
  const { create, update, there, removed } = await requestSetup()
  const template = (fifo: boolean) => ({
    Resources: {
      Replaced: queue({ FifoQueue: fifo }),
      Kept: queue({ FifoQueue: fifo }, { UpdateReplacePolicy: 'Retain' }),
      User: thing({ Name: 'user', Items: [{ Ref: 'Replaced' }] }),
    },
  })
  await create(template(false))
  const [replaced] = [...there.keys()]
  await update(template(true))
  expect(removed).toEqual([replaced])
  expect(there.size).toBe(4)
  expect(there.get('user')).toEqual({ Name: 'user', Items: [expect.not.stringMatching(`^${replaced}$`)] })
})

test('a replacement that fails later leaves the old one in its place', async () => {
  const { create, update, there } = await requestSetup()
  await create({ Resources: { Queue: queue({}) } })
  const names = [...there.keys()]
  const bad = thing({ Name: 'refused' }, { DependsOn: 'Queue' })
  expect(await update({ Resources: { Queue: queue({ FifoQueue: true }), Bad: bad } })).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
  })
  expect([...there.keys()]).toEqual(names)
})

test('a resource with a name of its own is not replaced, and the reason says what to do', async () => {
  const { create, update, events, there } = await requestSetup()
  await create({ Resources: { Queue: queue({ QueueName: 'mine' }) } })
  await update({ Resources: { Queue: queue({ QueueName: 'mine', FifoQueue: true }) } })
  expect((await events()).join('\n')).toContain('Rename mine and update the stack again.')
  expect([...there.keys()]).toEqual(['mine'])
})

test('what goes on under another logical id is not removed', async () => {
  const { create, update, there, events } = await requestSetup()
  await create({ Resources: { Old: thing({ Name: 'data' }) } })
  await update({ Resources: { New: thing({ Name: 'data' }) } })
  expect((await events()).join('\n')).toContain("identifier 'data' already exists")
  expect([...there.keys()]).toEqual(['data'])
})

test('an update without a change is told as such, one of a stack that is not there as that', async () => {
  const { create, update, client } = await requestSetup()
  await create(BEFORE)
  await expect(update(BEFORE)).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'No updates are to be performed.',
  })
  await expect(
    client.send(new UpdateStackCommand({ StackName: 'nobody', TemplateBody: '{}' })),
  ).rejects.toThrow('Stack with id nobody does not exist')
  const previous = { StackName: 'harbour', UsePreviousTemplate: true }
  await expect(client.send(new UpdateStackCommand(previous))).rejects.toThrow('No updates')
})
