import { z } from 'zod'
import { ApiError } from '../protocol/api-error.ts'

export interface TopicMessage {
  readonly subject?: string | undefined
  /** What each protocol gets; `default` for those without a text of their own. */
  readonly texts: Readonly<Record<string, string>> & { readonly default: string }
  readonly attributes: MessageAttributes
}

const messageAttributes = z.record(
  z.string().min(1).max(256),
  z.object({
    DataType: z.string().regex(/^(String(\.Array)?|Number|Binary)$/),
    StringValue: z.string().optional(),
    /** Base64. */
    BinaryValue: z.string().optional(),
  }),
)

export type MessageAttributes = z.infer<typeof messageAttributes>

export const messageInput = {
  Message: z.string(),
  Subject: z.string().optional(),
  MessageStructure: z.literal('json').optional(),
  MessageAttributes: messageAttributes.optional(),
}

// AWS: sns/latest/api/API_Publish.html
const MESSAGE_BYTES_MAX = 262_144
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,99}$/

const byProtocol = z.record(z.string(), z.string()).and(z.object({ default: z.string() }))

/** Checks what is to be published as SNS does. */
export function parseMessage(input: {
  readonly Message: string
  readonly Subject?: string | undefined
  readonly MessageStructure?: 'json' | undefined
  readonly MessageAttributes?: MessageAttributes | undefined
}): TopicMessage {
  const { Message, Subject, MessageStructure, MessageAttributes: attributes = {} } = input
  if (Subject !== undefined && !SUBJECT.test(Subject)) {
    throw invalid(
      `Subject: ${JSON.stringify(Subject)} is not 1 to 100 characters of printable ASCII that begin with no space`,
    )
  }
  if (Message === '') throw invalid('Empty message')
  const bytes = Buffer.byteLength(Message) + attributesSize(attributes)
  if (bytes > MESSAGE_BYTES_MAX) {
    throw invalid(`Message too long: it is ${bytes} bytes, at most ${MESSAGE_BYTES_MAX} are taken`)
  }
  return {
    subject: Subject,
    texts: MessageStructure === 'json' ? parseTexts(Message) : { default: Message },
    attributes,
  }
}

export function invalid(what: string): ApiError {
  return new ApiError('InvalidParameter', `Invalid parameter: ${what}`)
}

function attributesSize(attributes: MessageAttributes): number {
  let bytes = 0
  for (const [name, { DataType, StringValue = '', BinaryValue = '' }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + DataType.length
    bytes += Buffer.byteLength(StringValue) + Buffer.byteLength(BinaryValue, 'base64')
  }
  return bytes
}

function parseTexts(json: string): TopicMessage['texts'] {
  try {
    return byProtocol.parse(JSON.parse(json))
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
    throw invalid('Message Structure - No default entry in JSON message body')
  }
}
