import * as z from 'zod'
import { COLUMN_TYPES, FORMATS } from './dataset.ts'

/** Object keys, headers and table names keep to ASCII marks: one byte in the file. */
const markSchema = z
  .string()
  .regex(/^[\t\x20-\x7e]$/, 'expected one ASCII character, for example ";" or "\\t"')

const keyText = z.string().min(1, 'expected a column, a text such as "{a}#{b}", $object or $row')

const boundSchema = z.union([z.number(), z.string()], {
  error: 'expected a number, or a text in quotes for dates, timestamps and numbers of more than 15 digits',
})

const expectedLimit = 'expected a number of rows, or a percentage such as 5%'

/** Without quotes, null is a null of YAML's: it means the same. */
const emptySchema = z.union([z.enum(['omit', 'null', 'keep']), z.null().transform(() => 'null' as const)], {
  error: 'expected omit, null or keep',
})

/** A column as the file writes it in full; a type alone, `{}` or nothing are short for it. */
export const columnFileSchema = z.strictObject({
  type: z
    .enum(COLUMN_TYPES)
    .optional()
    .describe(
      'Type of the values; string where none is given. Numbers are exact: 38 digits or the row is rejected.',
    ),
  from: z.string().min(1).optional().describe('Name of the column in the file, where it is another one.'),
  required: z.boolean().optional().describe('Rejects rows without a value. Columns of the key are required.'),
  pattern: z
    .string()
    .optional()
    .describe(
      'Regular expression that the text must contain; ^ and $ tie it to the ends. Without \\b, lookaround and backreferences, so that no value can stall a load.',
    ),
  min: boundSchema.optional().describe('Least value, for number, integer, date and timestamp.'),
  max: boundSchema.optional().describe('Greatest value, for number, integer, date and timestamp.'),
  length: z
    .strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() })
    .optional()
    .describe('Least and greatest number of characters, for strings.'),
  enum: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .optional()
    .describe('The only values allowed, for string, number, integer and date.'),
  default: z.union([z.string(), z.number(), z.boolean()]).optional().describe('Value of an empty cell.'),
  empty: emptySchema
    .optional()
    .describe('What an empty cell becomes: no attribute, a null, or (strings) an empty text.'),
})

const expectedUnder = 'expected the names that lead to the array, as in items.rows or [items, "a.b"]'
/** Names with a dot in them need the list. */
const underSchema = z.union(
  [z.string().regex(/^[^.]+(\.[^.]+)*$/, expectedUnder), z.array(z.string()).min(1, expectedUnder)],
  { error: expectedUnder },
)

const writeSchema = z.union(
  [z.enum(['put', 'insert']), z.strictObject({ newest: z.strictObject({ by: z.string() }) })],
  { error: 'expected put, insert, or { newest: { by: a column } }' },
)

const ttlSchema = z.union(
  [
    z.strictObject({ column: z.string() }),
    z.strictObject({
      after: z.string().regex(/^[1-9]\d*[smhd]$/, 'expected a time such as 30d, with s, m, h or d'),
    }),
  ],
  { error: 'expected { column: a column }, or { after: 30d } with s, m, h or d' },
)

/** A dataset file, `datasets/<name>.yml`. */
export const datasetFileSchema = z.strictObject({
  name: z.string().describe('The file’s own name: a-z, 0-9 and hyphens. The table is named after it.'),
  match: z
    .string()
    .describe(
      'Which object keys: * within a segment, ** for whole segments, ? and {a,b}. .gz and .zst may follow.',
    ),
  format: z
    .enum(FORMATS, { error: `expected one of ${FORMATS.join(', ')}: other formats cannot be read` })
    .describe('How the files are written.'),
  delimiter: markSchema.optional().describe('Between cells: a comma for csv, a tab for tsv.'),
  quote: z
    .union([markSchema, z.literal('none')])
    .optional()
    .describe(
      'Around cells that hold delimiters or line ends: " where none is given; none for files without.',
    ),
  under: underSchema
    .optional()
    .describe(
      'Where the array of rows stands in a json file: names with dots between, or a list. The document itself where none is given.',
    ),
  header: z
    .union([z.literal(true), z.array(z.string()).min(1)], {
      error: 'expected true (the first row names the columns) or the list of the columns’ names',
    })
    .optional()
    .describe(
      'true: the first row names the columns. A list: the file has no such row, these are the names.',
    ),
  headerMatch: z
    .enum(['exact', 'ignore-case'])
    .optional()
    .describe(
      'exact: names in the header are those of the columns to the letter. ignore-case: upper and lower case are one, and spaces around a name do not count.',
    ),
  comment: markSchema.optional().describe('Lines that begin with it are skipped.'),
  key: z
    .strictObject({ partition: keyText, sort: keyText.optional() })
    .describe('Primary key of the table: a column, a text such as "{a}#{b}", $object or $row.'),
  empty: emptySchema
    .optional()
    .describe('What empty cells become where their column does not say: omit where none is given.'),
  columns: z
    .record(z.string(), z.union([z.enum(COLUMN_TYPES), columnFileSchema, z.null()]))
    .describe('The columns to load. Others in the file are left out.'),
  write: writeSchema
    .optional()
    .describe(
      'Which of several rows of one key stays. put: the last. insert: the first. newest: the one with the greatest value of a column.',
    ),
  ttl: ttlSchema
    .optional()
    .describe(
      'When DynamoDB deletes a row by itself. column: at the time in that column. after: so long after the file was uploaded.',
    ),
  when: z
    .enum(['arrival', 'hourly'])
    .optional()
    .describe('arrival: files are loaded as they come. hourly: they wait for the scheduled task.'),
  rejectLimit: z
    .union(
      [z.int(expectedLimit).min(0, expectedLimit), z.string().regex(/^\d{1,3}(\.\d+)?%$/, expectedLimit)],
      {
        error: expectedLimit,
      },
    )
    .optional()
    .describe('Above it the load stops as rejected: rows, or a percentage. 5% where none is given.'),
})

export type DatasetFile = z.infer<typeof datasetFileSchema>
export type ColumnFile = z.infer<typeof columnFileSchema>
