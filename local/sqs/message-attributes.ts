import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ApiError } from '../protocol/api-error.ts'

// AWS: SQSDeveloperGuide/sqs-message-metadata.html
const ATTRIBUTES_MAX = 10

export const messageAttributes = z
  .record(
    z.string().min(1).max(256),
    z.object({
      DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/),
      StringValue: z.string().min(1).optional(),
      /** Base64. */
      BinaryValue: z.string().min(1).optional(),
    }),
  )
  .refine((attributes) => Object.keys(attributes).length <= ATTRIBUTES_MAX, {
    message: `Number of message attributes exceeds the allowed maximum [${ATTRIBUTES_MAX}].`,
  })

export type MessageAttributes = z.infer<typeof messageAttributes>

/** Bytes that names, types and values count toward the size of a message. */
export function attributesSize(attributes: MessageAttributes): number {
  let bytes = 0
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType)
    bytes += Buffer.byteLength(StringValue ?? '') + Buffer.byteLength(BinaryValue ?? '', 'base64')
  }
  return bytes
}

/** The digest that SDKs compare. AWS: SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation */
export function attributesMd5(attributes: MessageAttributes): string | undefined {
  const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))
  if (sorted.length === 0) return undefined
  const hash = createHash('md5')
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hash.update(length).update(bytes)
  }
  for (const [name, { DataType, StringValue, BinaryValue }] of sorted) {
    add(Buffer.from(name))
    add(Buffer.from(DataType))
    hash.update(Buffer.from([DataType.startsWith('Binary') ? 2 : 1]))
    add(BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64'))
  }
  return hash.digest('hex')
}

/** Those that a receiver asked for: names, `prefix.*`, `All` or `.*`. */
export function selectAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  if (names.includes('All') || names.includes('.*')) return attributes
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) =>
      names.some((wanted) =>
        wanted.endsWith('.*') ? name.startsWith(wanted.slice(0, -2)) : wanted === name,
      ),
    ),
  )
}

export function checkAttributes(attributes: MessageAttributes): void {
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    const given = DataType.startsWith('Binary') ? BinaryValue : StringValue
    if (given === undefined) {
      throw new ApiError(
        'InvalidParameterValue',
        `The message attribute ${name} with type ${DataType} must use field ${DataType.startsWith('Binary') ? 'Binary' : 'String'}.`,
      )
    }
  }
}
