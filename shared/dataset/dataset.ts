import * as z from 'zod'

export const COLUMN_TYPES = ['string', 'number', 'integer', 'boolean', 'date', 'timestamp', 'json'] as const
export const FORMATS = ['csv', 'tsv', 'ndjson', 'json'] as const

const columnSchema = z.strictObject({
  /** Name of the attribute in the table. */
  name: z.string(),
  /** Name of the column in the file: the header's text, or the member of a JSON object. */
  from: z.string(),
  type: z.enum(COLUMN_TYPES),
  required: z.boolean(),
  empty: z.enum(['omit', 'null', 'keep']),
  /** Text that stands for an empty cell; it satisfies the column's own checks. */
  default: z.string().nullable(),
  pattern: z.string().nullable(),
  /** Bounds as text, both inclusive: compared as the column's type, never as doubles. */
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** In Unicode code points, both inclusive. */
  length: z.strictObject({ min: z.number(), max: z.number().nullable() }).nullable(),
  /** Canonical texts of the values allowed. */
  enum: z.array(z.string()).readonly().nullable(),
})

const keyPartSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('column'), column: z.string(), type: z.enum(['S', 'N']) }),
  z.strictObject({
    kind: z.literal('template'),
    parts: z
      .array(z.union([z.strictObject({ text: z.string() }), z.strictObject({ column: z.string() })]))
      .readonly(),
  }),
  z.strictObject({ kind: z.literal('object') }),
  z.strictObject({ kind: z.literal('row') }),
])

const formatSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('delimited'),
    /** One ASCII character each; a null is a character that the file does not use. */
    delimiter: z.string().length(1),
    quote: z.string().length(1).nullable(),
    comment: z.string().length(1).nullable(),
    /** Null: the first record is the header. Otherwise the columns' names, in the order of the cells. */
    header: z.array(z.string()).readonly().nullable(),
    /** How the header's names meet the columns'. */
    headerMatch: z.enum(['exact', 'ignore-case']),
  }),
  z.strictObject({ kind: z.literal('ndjson') }),
  /** One array; under these members, outermost first, or the document itself where there are none. */
  z.strictObject({ kind: z.literal('json'), path: z.array(z.string()).readonly() }),
])

/** Which of several rows of one key stays. */
const writeSchema = z.discriminatedUnion('kind', [
  /** The last one. */
  z.strictObject({ kind: z.literal('put') }),
  /** The first one. */
  z.strictObject({ kind: z.literal('insert') }),
  /** The one with the greatest value of a column; of equal ones the first. */
  z.strictObject({ kind: z.literal('newest'), by: z.string() }),
])

/** When DynamoDB deletes an item by itself. The attribute holds whole seconds since 1970. */
const ttlSchema = z.discriminatedUnion('kind', [
  /** `attribute` is the column itself where it holds seconds (integer), one of its own for a date or timestamp. */
  z.strictObject({ kind: z.literal('column'), column: z.string(), attribute: z.string() }),
  /** So long after its object version was uploaded. */
  z.strictObject({ kind: z.literal('age'), seconds: z.number(), attribute: z.string() }),
])

/** A dataset as workers and the template get it: plain JSON, every default filled in, every check made. */
export const compiledDatasetSchema = z.strictObject({
  name: z.string(),
  match: z.string(),
  format: formatSchema,
  key: z.strictObject({ partition: keyPartSchema, sort: keyPartSchema.nullable() }),
  columns: z.array(columnSchema).readonly(),
  write: writeSchema,
  ttl: ttlSchema.nullable(),
  when: z.enum(['arrival', 'hourly']),
  rejectLimit: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rows'), rows: z.number() }),
    z.strictObject({ kind: z.literal('percent'), percent: z.number() }),
  ]),
})

export type Dataset = Readonly<z.infer<typeof compiledDatasetSchema>>
export type Column = Readonly<z.infer<typeof columnSchema>>
export type ColumnType = Column['type']
export type KeyPart = Readonly<z.infer<typeof keyPartSchema>>
export type DelimitedFormat = Readonly<Extract<Dataset['format'], { kind: 'delimited' }>>
