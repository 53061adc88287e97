import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { onTestFinished, vi } from 'vitest'
import { servePlugin } from '../serve-plugin.ts'
import { setup } from './setup.ts'

/** CloudFormation as a deploy speaks to it, over HTTP, with the made-up service of `setup`. */
export async function requestSetup(options: Parameters<typeof setup>[0] = {}) {
  const ground = setup(options)
  const served = await servePlugin(ground.dataFolder, () => ground.cloudformation)
  const client = new CloudFormationClient({ ...served.client, maxAttempts: 1 })
  onTestFinished(async () => {
    client.destroy()
    await served.close()
  })

  async function stack(name = 'harbour'): Promise<Stack> {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }))
    return Stacks?.[0] as Stack
  }

  /** Waits until nothing is under way any more. */
  async function ended(name = 'harbour'): Promise<Stack> {
    return vi.waitFor(async () => {
      const found = await stack(name)
      if (found.StackStatus?.endsWith('IN_PROGRESS')) throw new Error(`It is ${found.StackStatus}.`)
      return found
    })
  }

  return {
    ...ground,
    client,
    stack,
    ended,
    /** The stack as it is in the end. */
    async create(template: object, more: Partial<CreateStackCommandInput> = {}): Promise<Stack> {
      const input = { StackName: 'harbour', TemplateBody: JSON.stringify(template), ...more }
      const { StackId } = await client.send(new CreateStackCommand(input))
      return ended(StackId)
    },
    async update(template: object): Promise<Stack> {
      const input = { StackName: 'harbour', TemplateBody: JSON.stringify(template) }
      await client.send(new UpdateStackCommand(input))
      return ended()
    },
    /** `ID STATUS`, oldest first, with the reason where there is one. */
    async events(name = 'harbour'): Promise<string[]> {
      const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: name }))
      return StackEvents.reverse().map(
        ({ LogicalResourceId: id, ResourceStatus: status, ResourceStatusReason: reason }) =>
          [id, status, ...(reason === undefined ? [] : [`(${reason.trim()})`])].join(' '),
      )
    },
  }
}
