import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { makeEnvelope } from '../envelope.ts'
import { type EventsContext, requireDefaultBus } from './context.ts'

// EventBridge API Reference, PutEvents.
const ENTRIES_MAX = 10
// EventBridge User Guide, "Calculating PutEvents event entry size"; 256 KB before 2026.
const ENTRIES_BYTES_MAX = 1024 * 1024
const TIME_BYTES = 14

const entrySchema = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  /** Seconds since 1970, as the JSON protocol has it. */
  Time: z.number().optional(),
  EventBusName: z.string().optional(),
  TraceHeader: z.string().optional(),
})

type Entry = z.infer<typeof entrySchema>

/** Puts events of the user's own on the bus. An entry that cannot be taken fails by itself. */
export function putEvents(context: EventsContext): JsonAction {
  return jsonAction({
    name: 'PutEvents',
    input: z.strictObject({ Entries: z.array(entrySchema).min(1).max(ENTRIES_MAX) }),
    async run({ Entries }) {
      if (Entries.reduce((bytes, entry) => bytes + entryBytes(entry), 0) > ENTRIES_BYTES_MAX) {
        throw new ApiError(
          'ValidationException',
          `Total size of the entries in the request is over the limit of ${ENTRIES_BYTES_MAX} bytes.`,
        )
      }
      const results = await Promise.all(Entries.map((entry) => putEntry(entry, context)))
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results }
    },
  })
}

async function putEntry(entry: Entry, { site, publish }: EventsContext) {
  try {
    requireDefaultBus(entry.EventBusName, site)
    const source = required(entry.Source, 'Source')
    if (source.startsWith('aws.'))
      throw new ApiError('NotAuthorizedForSourceException', 'Not authorized for the source.')
    const event = makeEnvelope(
      {
        source,
        detailType: required(entry.DetailType, 'DetailType'),
        resources: entry.Resources ?? [],
        detail: parseDetail(required(entry.Detail, 'Detail')),
        ...(entry.Time !== undefined && { time: new Date(entry.Time * 1_000) }),
      },
      site,
    )
    await publish(event)
    return { EventId: event.id }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { ErrorCode: error.code, ErrorMessage: error.message }
  }
}

function required(value: string | undefined, name: string): string {
  if (value) return value
  throw new ApiError(
    'InvalidArgument',
    `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  )
}

function parseDetail(text: string): Record<string, unknown> {
  try {
    const detail = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text))
    if (detail.success) return detail.data
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ApiError('MalformedDetail', `Detail is malformed: ${why}`)
  }
  throw new ApiError('MalformedDetail', 'Detail is malformed: it is no JSON object.')
}

function entryBytes({ Source = '', DetailType = '', Detail = '', Resources = [], Time }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources]
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), Time === undefined ? 0 : TIME_BYTES)
}
