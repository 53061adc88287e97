import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { arn, type Site } from '../../site.ts'
import type { Functions } from '../functions.ts'
import { CONCURRENCY_UNSET } from '../mapping/mapping-settings.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { requireQueueRights } from '../mapping/permitted.ts'

// docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
const BATCH_SIZE = { max: 10_000, maxWithoutWindow: 10, unset: 10 }
const WINDOW_SECONDS_MAX = 300
const CONCURRENCY = { min: 2, max: 1000 }

const properties = z
  .strictObject({
    EventSourceArn: z
      .string()
      .regex(/^arn:aws:sqs:/, { error: ({ input }) => `only queues are read locally, got ${input}` }),
    FunctionName: z.string(),
    BatchSize: z.int().min(1).max(BATCH_SIZE.max).default(BATCH_SIZE.unset),
    MaximumBatchingWindowInSeconds: z.int().min(0).max(WINDOW_SECONDS_MAX).default(0),
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).max(1).default([]),
    ScalingConfig: z
      .strictObject({ MaximumConcurrency: z.int().min(CONCURRENCY.min).max(CONCURRENCY.max).optional() })
      .default({}),
    Enabled: z.boolean().default(true),
    FilterCriteria: z.never({ error: 'filters are not supported locally' }).optional(),
  })
  .refine(
    (given) => given.BatchSize <= BATCH_SIZE.maxWithoutWindow || given.MaximumBatchingWindowInSeconds > 0,
    {
      path: ['BatchSize'],
      error: `above ${BATCH_SIZE.maxWithoutWindow} needs a MaximumBatchingWindowInSeconds of at least 1`,
    },
  )

export function eventSourceMappingResource(
  site: Site,
  functions: Functions,
  mappings: Mappings,
): ResourceType<z.infer<typeof properties>> {
  return {
    type: 'AWS::Lambda::EventSourceMapping',
    properties,
    async apply({ stackName, logicalId, properties: given }) {
      const { settings } = functions.find(given.FunctionName)
      requireQueueRights(site, settings, given.EventSourceArn)
      const uuid = uuidOf(`${stackName}/${logicalId}`)
      const version = given.FunctionName.split('function:').at(-1)?.split(':')[1]
      mappings.put(
        {
          uuid,
          queueArn: given.EventSourceArn,
          functionArn: version === undefined ? settings.arn : `${settings.arn}:${version}`,
          batchSize: given.BatchSize,
          windowSeconds: given.MaximumBatchingWindowInSeconds,
          reportsFailures: given.FunctionResponseTypes.length > 0,
          maximumConcurrency: given.ScalingConfig.MaximumConcurrency ?? CONCURRENCY_UNSET,
          enabled: given.Enabled,
        },
        settings.shortName,
      )
      return {
        physicalId: uuid,
        attributes: { Id: uuid, EventSourceMappingArn: arn(site, 'lambda', `event-source-mapping:${uuid}`) },
      }
    },
    remove: ({ physicalId: uuid }) => mappings.remove(uuid),
  }
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
