import { z } from 'zod'
import { ApiError } from '../protocol/api-error.ts'

export type QueueAttributes = Readonly<Record<string, string>>

// AWS: AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
const NUMBERS: Readonly<Record<string, readonly [min: number, max: number, initial: number]>> = {
  VisibilityTimeout: [0, 43_200, 30],
  DelaySeconds: [0, 900, 0],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
  MaximumMessageSize: [1_024, 1_048_576, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
}
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true', 'false'],
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
  SqsManagedSseEnabled: ['true', 'false'],
}
// Kept and told, without an effect here: who may do what, and encryption.
const TEXTS = ['Policy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds']

const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1_000),
})
const redriveAllowPolicy = z.strictObject({
  redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
  sourceQueueArns: z.array(z.string()).max(10).optional(),
})

export const INITIAL_ATTRIBUTES: QueueAttributes = Object.fromEntries(
  Object.entries(NUMBERS).map(([name, [, , initial]]) => [name, String(initial)]),
)

/** Checks what a client or a template sets. An empty text takes a policy away. */
export function parseAttributes(attributes: QueueAttributes): QueueAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, parseAttribute(name, value)]),
  )
}

export function redriveOf(attributes: QueueAttributes): z.infer<typeof redrivePolicy> | undefined {
  const { RedrivePolicy } = attributes
  return RedrivePolicy ? redrivePolicy.parse(JSON.parse(RedrivePolicy)) : undefined
}

/** Whether a dead-letter queue with these attributes takes messages of that source. */
export function allowsSource(attributes: QueueAttributes, sourceArn: string): boolean {
  const { RedriveAllowPolicy } = attributes
  if (!RedriveAllowPolicy) return true
  const { redrivePermission, sourceQueueArns } = redriveAllowPolicy.parse(JSON.parse(RedriveAllowPolicy))
  return redrivePermission === 'byQueue'
    ? (sourceQueueArns?.includes(sourceArn) ?? false)
    : redrivePermission === 'allowAll'
}

function parseAttribute(name: string, value: string): string {
  const range = NUMBERS[name]
  if (range) return parseNumber(name, value, range)
  if (CHOICES[name]) {
    if (CHOICES[name].includes(value)) return value
    throw invalid(name, value, `one of ${CHOICES[name].join(', ')}`)
  }
  if (name === 'RedrivePolicy') return parsePolicy(name, value, redrivePolicy)
  if (name === 'RedriveAllowPolicy') return parsePolicy(name, value, redriveAllowPolicy)
  if (TEXTS.includes(name)) return value
  throw new ApiError('InvalidAttributeName', `Unknown Attribute ${name}.`)
}

function parseNumber(name: string, value: string, [min, max]: readonly [number, number, number]): string {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < min || number > max) throw invalid(name, value, `${min} to ${max}`)
  return String(number)
}

function parsePolicy(name: string, value: string, schema: z.ZodType): string {
  if (value === '') return value
  try {
    return JSON.stringify(schema.parse(JSON.parse(value)))
  } catch (error) {
    throw invalid(name, value, error instanceof z.ZodError ? z.prettifyError(error) : 'JSON')
  }
}

function invalid(name: string, value: string, expected: string): ApiError {
  return new ApiError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}: it is ${JSON.stringify(value)}, expected ${expected}.`,
  )
}
