import { DeleteStackCommand, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { requestSetup } from './request.ts'
import { thing } from './setup.ts'

test('everything goes in reverse, what is to stay stays, and the stack is no more', async () => {
  const { create, client, ended, removed, there, events } = await requestSetup()
  const { StackId } = await create({
    Resources: {
      First: thing({ Name: 'first' }),
      Data: thing({ Name: 'data' }, { DeletionPolicy: 'RetainExceptOnCreate' }),
      Last: thing({ Name: 'last' }, { DependsOn: ['First', 'Data'] }),
    },
  })
  await client.send(new DeleteStackCommand({ StackName: 'harbour' }))
  expect(await ended(StackId)).toMatchObject({
    StackStatus: 'DELETE_COMPLETE',
    DeletionTime: expect.any(Date),
  })
  expect(removed).toEqual(['last', 'first'])
  expect([...there.keys()]).toEqual(['data'])
  expect(await events(StackId)).toContain('Data DELETE_SKIPPED')
  await expect(client.send(new DescribeStackEventsCommand({ StackName: 'harbour' }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id harbour does not exist',
  })
  await client.send(new DeleteStackCommand({ StackName: 'harbour' }))
})

test('what cannot go is told and stays with the stack, which can be deleted again', async () => {
  const { create, client, ended, there, events } = await requestSetup()
  const { StackId } = await create({
    Resources: { Busy: thing({ Name: 'busy', Loud: true }), Free: thing({ Name: 'free' }) },
  })
  await client.send(new DeleteStackCommand({ StackName: 'harbour' }))
  expect(await ended()).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: expect.stringContaining('failed to delete: [Busy]'),
  })
  expect(await events()).toContain('Busy DELETE_FAILED (it is in use)')
  expect([...there.keys()]).toEqual(['busy'])

  there.delete('busy')
  await client.send(new DeleteStackCommand({ StackName: StackId }))
  expect(await ended(StackId)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
})
