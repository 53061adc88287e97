import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { requestSetup } from './request.ts'
import { thing } from './setup.ts'

const TEMPLATE = {
  Description: 'Two things',
  Parameters: { Size: { Type: 'Number', Default: 1 } },
  Resources: {
    Second: thing({ Name: 'second', Arn: { 'Fn::GetAtt': 'First.Arn' } }),
    First: thing({ Name: 'first', Size: { Ref: 'Size' } }),
  },
  Outputs: { Name: { Value: { Ref: 'Second' } } },
}

test('a stack is made by itself after the answer, and its events tell each step', async () => {
  const { create, events, there } = await requestSetup()
  const stack = await create(TEMPLATE, {
    Parameters: [{ ParameterKey: 'Size', ParameterValue: '3' }],
    Tags: [{ Key: 'stage', Value: 'test' }],
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    OnFailure: 'DELETE',
  })
  expect(stack).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    Description: 'Two things',
    Parameters: [{ ParameterKey: 'Size', ParameterValue: '3' }],
    Tags: [{ Key: 'stage', Value: 'test' }],
    Outputs: [{ OutputKey: 'Name', OutputValue: 'second' }],
  })
  expect(there.get('first')).toEqual({ Name: 'first', Size: 3 })
  expect(await events()).toEqual([
    'harbour CREATE_IN_PROGRESS (User Initiated)',
    'First CREATE_IN_PROGRESS',
    'First CREATE_COMPLETE',
    'Second CREATE_IN_PROGRESS',
    'Second CREATE_COMPLETE',
    'harbour CREATE_COMPLETE',
  ])
})

test('a template that cannot be read is refused at once, with all its faults', async () => {
  const { client } = await requestSetup()
  const send = (template: object) =>
    client.send(new CreateStackCommand({ StackName: 'harbour', TemplateBody: JSON.stringify(template) }))
  await expect(
    send({ Resources: { Odd: { Type: 'AWS::Made::Up' }, Wrong: thing({ Nmae: 'x' }) } }),
  ).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringMatching(/AWS::Made::Up[\s\S]*Unrecognized key: "Nmae"/),
  })
  await expect(client.send(new DescribeStacksCommand({ StackName: 'harbour' }))).rejects.toThrow(
    'Stack with id harbour does not exist',
  )
})

test('a stack that is there is not made again', async () => {
  const { create } = await requestSetup()
  await create(TEMPLATE)
  await expect(create(TEMPLATE)).rejects.toMatchObject({
    name: 'AlreadyExistsException',
    message: 'Stack [harbour] already exists',
  })
})

test('where one cannot be made, what was made goes again, and the event says why', async () => {
  const { create, events, there, removed } = await requestSetup()
  const resources = {
    One: thing({ Name: 'one' }),
    Two: thing({ Name: 'two' }, { DeletionPolicy: 'RetainExceptOnCreate' }),
    Bad: thing({ Name: 'refused' }, { DependsOn: ['One', 'Two'] }),
  }
  const { StackStatus, StackId } = await create({ Resources: resources }, { OnFailure: 'DELETE' })
  expect(StackStatus).toBe('DELETE_COMPLETE')
  expect([...there.keys()]).toEqual([])
  expect(removed).toEqual(['two', 'one'])
  const told = await events(StackId)
  expect(told).toContain('Bad CREATE_FAILED (the name is taken)')
  expect(told).toContain(
    'harbour DELETE_IN_PROGRESS (The following resource(s) failed to create: [Bad]. Delete requested by user.)',
  )
})

test('a creation that is rolled back stays as a stack that can only be deleted', async () => {
  const { create, update, there } = await requestSetup()
  const kept = thing({ Name: 'kept' }, { DeletionPolicy: 'Retain' })
  const bad = { Resources: { Kept: kept, Bad: thing({ Name: 'refused' }, { DependsOn: 'Kept' }) } }
  expect(await create(bad)).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
  expect([...there.keys()]).toEqual(['kept'])
  await expect(update(TEMPLATE)).rejects.toThrow(/is in ROLLBACK_COMPLETE state and can not be updated/)
})

test('nothing is made over what has the name already, and that stays', async () => {
  const { create, events, there, removed } = await requestSetup()
  there.set('first', { Name: 'first', Size: 99 })
  const { StackId } = await create(TEMPLATE, { OnFailure: 'DELETE' })
  expect(await events(StackId)).toContain(
    "First CREATE_FAILED (Resource of type 'Test::Thing' with identifier 'first' already exists. (HandlerErrorCode: AlreadyExists))",
  )
  expect(there.get('first')).toEqual({ Name: 'first', Size: 99 })
  expect(removed).toEqual([])
})

test('a resource without a name gets another one than what an earlier stack left', async () => {
  const { create, there, client, ended } = await requestSetup()
  const template = { Resources: { Free: thing({}, { DeletionPolicy: 'Retain' }) }, Outputs: OUTPUT }
  const first = await create(template)
  await client.send(new DeleteStackCommand({ StackName: 'harbour' }))
  await ended(first.StackId)
  const second = await create(template)
  expect(second.StackId).not.toBe(first.StackId)
  const names = [first, second].map(({ Outputs }) => Outputs?.[0]?.OutputValue)
  expect(new Set(names).size).toBe(2)
  expect([...there.keys()]).toEqual(names)
})

const OUTPUT = { Name: { Value: { Ref: 'Free' } } }

test('what was made and does not work fails the creation', async () => {
  const { create, there, events } = await requestSetup()
  const { StackStatus, StackId } = await create(
    { Resources: { Broken: thing({ Name: 'broken', Size: 13 }) } },
    { OnFailure: 'DELETE' },
  )
  expect(StackStatus).toBe('DELETE_COMPLETE')
  expect(await events(StackId)).toContain('Broken CREATE_FAILED (broken never worked)')
  expect(there.size).toBe(0)
})

test.each([
  'https://s3.amazonaws.com/artifacts/a/template.json',
  'https://artifacts.s3.eu-west-1.amazonaws.com/a/template.json',
  'http://127.0.0.1:4566/artifacts/a/template.json',
])('a template is read where %s says', async (TemplateURL) => {
  const { create, client } = await requestSetup({
    objects: { 'artifacts/a/template.json': JSON.stringify(TEMPLATE) },
  })
  const valid = await client.send(new ValidateTemplateCommand({ TemplateURL }))
  expect(valid).toMatchObject({ Description: 'Two things', Parameters: [{ ParameterKey: 'Size' }] })
  expect(await create({}, { TemplateBody: undefined, TemplateURL })).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
  })
})

test('a template that is not there, or is none, is told with its place', async () => {
  const { client } = await requestSetup({ objects: { 'b/yaml': 'Resources: {}' } })
  const validate = (key: string) =>
    client.send(new ValidateTemplateCommand({ TemplateURL: `https://s3.amazonaws.com/b/${key}` }))
  await expect(validate('none')).rejects.toThrow(
    'S3 error: none does not exist. (https://s3.amazonaws.com/b/none)',
  )
  await expect(validate('yaml')).rejects.toThrow('the local runtime reads JSON alone')
})

test('a parameter of the request that has no effect here is an error that names it', async () => {
  const { client } = await requestSetup()
  const input = {
    StackName: 'harbour',
    TemplateBody: '{}',
    RollbackConfiguration: { MonitoringTimeInMinutes: 1 },
  }
  await expect(client.send(new UpdateStackCommand(input))).rejects.toThrow('RollbackConfiguration')
})

test.each([
  [
    'a body over 51,200 bytes',
    { Description: 'x'.repeat(51_200), Resources: {} },
    'less than or equal to 51200',
  ],
  ['more than 500 resources', things(501), 'has more than the 500'],
  ['more than 200 outputs', { Resources: {}, Outputs: outputs(201) }, 'has more than the 200'],
])('%s: that is no template, and nothing is made', async (_what, template, message) => {
  const { client } = await requestSetup()
  const input = { StackName: 'harbour', TemplateBody: JSON.stringify(template) }
  await expect(client.send(new CreateStackCommand(input))).rejects.toThrow(message)
})

function things(count: number) {
  return { Resources: Object.fromEntries(Array.from({ length: count }, (_, n) => [`T${n}`, thing()])) }
}

function outputs(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`O${n}`, { Value: 'x' }]))
}
