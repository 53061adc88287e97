import { z } from 'zod'
import { createClock } from '../../../local/clock.ts'
import { createCloudformation } from '../../../local/cloudformation/index.ts'
import type { Plugin, ResourceType } from '../../../local/plugin.ts'
import type { Site } from '../../../local/site.ts'

/** A service with one made-up type, and the properties with which its resources were made, in order. */
export function setup() {
  const made: { logicalId: string; properties: Record<string, unknown>; name: string }[] = []
  const thing: ResourceType = {
    type: 'Test::Thing',
    properties: z.strictObject({
      Name: z.string().optional(),
      Size: z.number().optional(),
      Loud: z.boolean().optional(),
      Arn: z.string().regex(/^arn:/, 'must be an ARN').optional(),
      Items: z.array(z.string()).optional(),
      Inner: z.strictObject({ Text: z.string() }).optional(),
    }),
    async apply({ logicalId, properties, physicalName }) {
      if (properties.Name === 'refused') throw new Error('the name is taken')
      const name = properties.Name ?? physicalName({ maxLength: 40, lowerCase: true })
      made.push({ logicalId, properties, name })
      return { physicalId: name, attributes: { Arn: `arn:aws:test:::${name}`, 'Inner.Name': name } }
    },
  }
  const plugin: Plugin = { scopes: [], resources: [thing], handle: async () => {}, close: async () => {} }
  const plugins: Plugin[] = [plugin]
  const cloudformation = createCloudformation(site, () => plugins)
  plugins.push(cloudformation)

  return {
    cloudformation,
    plugins,
    made,
    properties: () => Object.fromEntries(made.map(({ logicalId, properties }) => [logicalId, properties])),
    deploy: (template: Record<string, unknown>, parameters: Record<string, string> = {}) =>
      cloudformation.deploy({ stackName: 'harbour', template, parameters }),
    /** Every fault that a template is refused for. */
    async faults(template: Record<string, unknown>, parameters: Record<string, string> = {}) {
      try {
        await cloudformation.deploy({ stackName: 'harbour', template, parameters })
      } catch (error) {
        return (error as { faults: { path: string; message: string }[] }).faults.map(
          ({ path, message }) => `${path}: ${message}`,
        )
      }
      return []
    },
  }
}

export const site: Site = {
  region: 'eu-west-1',
  accountId: '000000000000',
  dataFolder: '/nowhere',
  endpoint: () => 'http://127.0.0.1:1',
  clock: createClock(),
  fastClock: createClock(),
  logs: {
    open: () => ({ file: '', line: () => {}, close: () => {} }),
    say: () => {},
    close: async () => {},
  },
}

export function thing(properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return { Type: 'Test::Thing', Properties: properties, ...more }
}
