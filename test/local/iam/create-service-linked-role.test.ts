import { createRequire } from 'node:module'
import { afterEach, expect, test } from 'vitest'
import type { Plugin } from '../../../local/plugin.ts'
import { startWorld } from './world.ts'

const require = createRequire(import.meta.url)
// The client that a deploy uses is the framework's.
const { CreateServiceLinkedRoleCommand, IAMClient } = createRequire(
  require.resolve('serverless/package.json'),
)('@aws-sdk/client-iam')

let world: Awaited<ReturnType<typeof startWorld>>
afterEach(() => world.close())

test('ECS has its role here, and another service is named in the refusal', async () => {
  world = await startWorld({
    services: async ({ permissions }) => [permissions as Plugin & typeof permissions],
  })
  const client = new IAMClient(world.client())
  const make = (AWSServiceName: string) => client.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }))
  await expect(make('ecs.amazonaws.com')).rejects.toMatchObject({
    name: 'InvalidInputException',
    message: expect.stringContaining('AWSServiceRoleForECS has been taken in this account'),
  })
  await expect(make('spot.amazonaws.com')).rejects.toThrow(/no role of the service spot\.amazonaws\.com/)
  client.destroy()
})
