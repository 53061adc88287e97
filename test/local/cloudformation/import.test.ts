import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { expect, onTestFinished, test, vi } from 'vitest'
import { servePlugin } from '../serve-plugin.ts'
import { setup, thing } from './setup.ts'

const KEPT = { DeletionPolicy: 'Retain' }
const data = {
  Resources: {
    Named: thing({ Name: 'rows' }, KEPT),
    Unnamed: thing({ Size: 1 }, KEPT),
    Other: thing({ Name: 'other' }),
  },
}

/** A stack `harbour` that was made and deleted, and left what it retains. */
async function removed() {
  const service = setup()
  const served = await servePlugin(service.dataFolder, () => service.cloudformation)
  const client = new CloudFormationClient(served.client)
  onTestFinished(async () => {
    client.destroy()
    await served.close()
  })
  const status = async (name = 'harbour') => {
    const answer = await client
      .send(new DescribeStacksCommand({ StackName: name }))
      .catch((error: Error) => ({ Stacks: [{ StackStatus: error.message }] }))
    return answer.Stacks?.[0]?.StackStatus
  }
  const until = (wanted: string) => vi.waitFor(async () => expect(await status()).toContain(wanted))
  const given = (template: object) => ({ StackName: 'harbour', TemplateBody: JSON.stringify(template) })
  await client.send(new CreateStackCommand(given(data)))
  await until('CREATE_COMPLETE')
  const resources = async () =>
    (await client.send(new ListStackResourcesCommand({ StackName: 'harbour' }))).StackResourceSummaries ?? []
  const unnamed =
    (await resources()).find(({ LogicalResourceId: id }) => id === 'Unnamed')?.PhysicalResourceId ?? ''
  await client.send(new DeleteStackCommand({ StackName: 'harbour' }))
  await until('does not exist')
  const importing = (template: object, ids: Record<string, string>) =>
    client.send(
      new CreateChangeSetCommand({
        ...given(template),
        ChangeSetName: 'adopt',
        ChangeSetType: 'IMPORT',
        ResourcesToImport: Object.entries(ids).map(([LogicalResourceId, Name]) => ({
          LogicalResourceId,
          ResourceType: 'Test::Thing',
          ResourceIdentifier: { Name },
        })),
      }),
    )
  return { ...service, client, unnamed, status, until, given, resources, importing }
}

const { Other, ...left } = data.Resources

test('what a deleted stack left becomes a new stack, under its own names', async () => {
  const { client, unnamed, importing, until, status, resources, there } = await removed()
  expect([...there.keys()].sort()).toEqual(['rows', unnamed].sort())
  const { Id } = await importing({ Resources: left }, { Named: 'rows', Unnamed: unnamed })
  expect(await status()).toBe('REVIEW_IN_PROGRESS')
  expect(await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))).toMatchObject({
    Status: 'CREATE_COMPLETE',
    Changes: [{ ResourceChange: { Action: 'Import' } }, { ResourceChange: { PhysicalResourceId: unnamed } }],
  })
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))
  await until('IMPORT_COMPLETE')
  expect((await resources()).map(({ PhysicalResourceId }) => PhysicalResourceId)).toEqual(['rows', unnamed])
})

test('an update then keeps what was imported, and makes the rest', async () => {
  const { client, unnamed, importing, until, given, resources, made } = await removed()
  const { Id } = await importing({ Resources: left }, { Named: 'rows', Unnamed: unnamed })
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))
  await until('IMPORT_COMPLETE')
  const { length } = made
  await client.send(new UpdateStackCommand(given(data)))
  await until('UPDATE_COMPLETE')
  expect(made.slice(length).map(({ logicalId }) => logicalId)).toEqual(['Other'])
  expect((await resources()).map(({ PhysicalResourceId }) => PhysicalResourceId)).toContain(unnamed)
})

test('a stack that is there takes over besides, and nothing else of it may change', async () => {
  const { client, importing, until, given, resources } = await removed()
  const own = { Resources: { Other }, Outputs: { Name: { Value: 'x' } } }
  await client.send(new CreateStackCommand(given(own)))
  await until('CREATE_COMPLETE')
  const whole = { ...own, Resources: { ...own.Resources, Named: left.Named } }
  for (const changed of [
    { ...whole, Outputs: {} },
    { ...whole, Resources: { ...whole.Resources, Other: thing({ Name: 'another' }) } },
    { ...whole, Resources: { ...whole.Resources, More: thing() } },
  ]) {
    await expect(importing(changed, { Named: 'rows' })).rejects.toThrow('you cannot modify or add')
  }
  const { Id } = await importing(whole, { Named: 'rows' })
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))
  await until('IMPORT_COMPLETE')
  expect(await resources()).toHaveLength(2)
  const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: 'harbour' }))
  expect(JSON.parse(TemplateBody)).toEqual(whole)
})

test.each([
  ['is not there', { Named: 'rows', Unnamed: 'nobody' }, 'There is no Test::Thing nobody'],
  ['belongs to a stack', { Named: 'taken' }, 'taken already exists in stack owner'],
])(
  'what %s cannot be imported, and the change set says why',
  async (_what, ids: Record<string, string>, why) => {
    const { client, cloudformation, importing, until } = await removed()
    await cloudformation.deploy({
      stackName: 'owner',
      template: { Resources: { A: thing({ Name: 'taken' }) } },
    })
    const Resources = Object.fromEntries(
      Object.keys(ids).map((id) => [id, id === 'Named' ? thing({ Name: ids[id] }, KEPT) : left.Unnamed]),
    )
    const { Id } = await importing({ Resources }, ids)
    expect(await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining(why),
    })
    await expect(client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))).rejects.toThrow('[FAILED]')
    await client.send(new DeleteStackCommand({ StackName: 'harbour' }))
    await until('does not exist')
  },
)

test('what is imported says what becomes of it later', async () => {
  const { importing } = await removed()
  const Resources = { Named: thing({ Name: 'rows' }) }
  await expect(importing({ Resources }, { Named: 'rows' })).rejects.toThrow('with a DeletionPolicy: [Named]')
})
