import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { z } from 'zod'
import { createCloudformation } from '../../../local/cloudformation/index.ts'
import type { Plugin, ResourceType } from '../../../local/plugin.ts'
import { ApiError } from '../../../local/protocol/api-error.ts'
import { site } from './site.ts'

const root = mkdtempSync(join(tmpdir(), 'stevedore-cloudformation-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A service with one made-up type, and the properties with which its resources were made, in order. */
export function setup({
  dataFolder = mkdtempSync(join(root, 'data-')),
  objects = {},
  endpoint = 'http://127.0.0.1:1',
}: Options = {}) {
  const made: { logicalId: string; properties: Record<string, unknown>; name: string }[] = []
  /** By name; they outlive the plug-in, as data does. */
  const there = new Map<string, Record<string, unknown>>()
  const removed: string[] = []
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
      there.set(name, properties)
      return { physicalId: name, attributes: { Arn: `arn:aws:test:::${name}`, 'Inner.Name': name } }
    },
    async takenName({ properties, physicalName }) {
      const name = properties.Name ?? physicalName({ maxLength: 40, lowerCase: true })
      return there.has(name) ? name : undefined
    },
    async settle(name) {
      if (there.get(name)?.Size === 13) throw new Error(`${name} never worked`)
    },
    async remove({ physicalId }) {
      if (there.get(physicalId)?.Loud) throw new Error('it is in use')
      removed.push(physicalId)
      there.delete(physicalId)
    },
  }
  // Of a type whose name cannot be changed in place, and whose id holds the runtime's address.
  const queue: ResourceType = {
    ...thing,
    type: 'AWS::SQS::Queue',
    properties: z.strictObject({ QueueName: z.string().optional(), FifoQueue: z.boolean().optional() }),
    async apply(request) {
      const properties = { ...request.properties, Name: request.properties.QueueName }
      const { physicalId: name, attributes } = await thing.apply({ ...request, properties })
      return { physicalId: `${endpoint}/${name}`, attributes }
    },
    remove: (made) =>
      thing.remove({ ...made, physicalId: made.physicalId.slice(made.physicalId.lastIndexOf('/') + 1) }),
    takenName: async (request) =>
      thing.takenName?.({ ...request, properties: { Name: request.properties.QueueName } }),
  }
  const plugin: Plugin = {
    scopes: [],
    resources: [thing, queue],
    handle: async () => {},
    close: async () => {},
  }
  const plugins: Plugin[] = [plugin]
  const cloudformation = createCloudformation({ ...site, dataFolder }, () => plugins, {
    readObject: async (bucket, key) => {
      const body = objects[`${bucket}/${key}`]
      if (body === undefined) throw new ApiError('NoSuchKey', `${key} does not exist.`, 404)
      return Buffer.from(body)
    },
  })
  plugins.push(cloudformation)

  return {
    cloudformation,
    dataFolder,
    plugins,
    made,
    there,
    removed,
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

interface Options {
  dataFolder?: string
  /** What S3 holds, by `bucket/key`. */
  objects?: Readonly<Record<string, string>>
  /** Of the runtime, which queues have in their URLs. */
  endpoint?: string
}

export function thing(properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return { Type: 'Test::Thing', Properties: properties, ...more }
}

export function queue(properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return { Type: 'AWS::SQS::Queue', Properties: properties, ...more }
}
