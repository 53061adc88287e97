import fc from 'fast-check'
import type { Column, Dataset, KeyPart } from '../../../shared/dataset/dataset.ts'

const names = ['a', 'b', 'c', 'ü"\\', '1'] as const

const texts = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    'AB',
    '007',
    'a"b',
    'tab\t',
    'two\nlines',
    'line\r\nends',
    '\b\f',
    'back\\slash',
    '\u0001\u007f',
    '🚢',
    'ÄÖ',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
)
const numbers = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '-0.0',
    '.5',
    '-.50',
    '5.',
    '007',
    '34.500',
    '1e3',
    '1E-7',
    '-',
    '--1',
    '+1',
    '1.2.3',
  ),
  fc.constantFrom(
    '123456789012345',
    '1234567890123456',
    '0.00000000000001',
    '9'.repeat(39),
    '1e999',
    '0x1',
    ' 1',
  ),
  fc.integer().map(String),
  fc.double({ noNaN: true }).map(String),
  fc.tuple(fc.integer({ min: -999, max: 999 }), fc.nat(999)).map(([whole, rest]) => `${whole}.${rest}`),
)
const booleans = fc.constantFrom(
  'true',
  'false',
  'True',
  'FALSE',
  'tRUE',
  'TRUe',
  'False',
  '0',
  'yes',
  'truefalse',
)
const dates = fc.oneof(
  fc.constantFrom(
    '2024-02-29',
    '2023-02-29',
    '0000-01-01',
    '9999-12-31',
    '2024-13-01',
    '2024-1-01',
    '2024-02-29 ',
  ),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
)
const timestamps = fc.oneof(
  fc.constantFrom(
    '2024-02-29T12:00Z',
    '2024-02-29T12:00:00.5+01:00',
    '2024-02-29T12:00:00.500000001+01:00',
    '2024-02-29T12:00:00.1234567890Z',
    '2024-02-29',
  ),
  fc.constantFrom(
    '1969-12-31T23:59:59.999999999Z',
    '1970-01-01T00:00:00Z',
    '0000-01-01T00:00:00-23:59',
    '2024-02-29T24:00Z',
  ),
  fc.constantFrom(
    '2024-02-29T12:00:00',
    '2024-02-29T12:00:0Z',
    '2024-02-29T12:00:',
    '2024-02-29T12:00:00.Z',
    '2024-02-29T12:00+0100',
  ),
  fc
    .date({ noInvalidDate: true, min: new Date('0001-01-02'), max: new Date('9999-01-01') })
    .map((moment) => moment.toISOString()),
)
const jsons = fc.oneof(
  fc.json(),
  fc.constantFrom(
    '{"a":[1.50,null]}',
    '[',
    '"\\ud800"',
    'null',
    '{"":1}',
    '['.repeat(32) + ']'.repeat(32),
    ' true ',
    '{"__proto__":1}',
  ),
)

const cellsOf: Readonly<Record<Column['type'], fc.Arbitrary<string>>> = {
  string: texts,
  number: numbers,
  integer: numbers,
  boolean: booleans,
  date: dates,
  timestamp: timestamps,
  json: jsons,
}
/** Mostly a value of the column's type, sometimes anything. */
export function anyCell({ type }: Column): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: cellsOf[type] },
    { weight: 1, arbitrary: texts },
    { weight: 1, arbitrary: numbers },
  )
}

const plain: Omit<Column, 'name' | 'from' | 'type'> = {
  required: false,
  empty: 'omit',
  default: null,
  pattern: null,
  min: null,
  max: null,
  length: null,
  enum: null,
}
const checksOf: Readonly<Record<Column['type'], fc.Arbitrary<Partial<Column>>>> = {
  string: fc.constantFrom<Partial<Column>>(
    {},
    { pattern: '^[A-Z0-9]{2,3}$' },
    { pattern: 'b' },
    { pattern: '^.$' },
    { length: { min: 2, max: null } },
    { length: { min: 0, max: 3 } },
    { enum: ['AB', 'a"b', '🚢', '007'] },
    { default: 'dé"f' },
    { empty: 'keep' },
    { empty: 'null' },
  ),
  number: fc.constantFrom<Partial<Column>>(
    {},
    { min: '-90', max: '90' },
    { min: '0.1' },
    { max: '9007199254740993' },
    { enum: ['0', '7', '34.5'] },
    { default: '1.5' },
  ),
  integer: fc.constantFrom<Partial<Column>>(
    {},
    { min: '0' },
    { max: '-5' },
    { enum: ['7'] },
    { empty: 'null' },
  ),
  boolean: fc.constantFrom<Partial<Column>>({}, { default: 'True' }, { empty: 'null' }),
  date: fc.constantFrom<Partial<Column>>(
    {},
    { min: '1999-12-31' },
    { max: '2024-02-29' },
    { enum: ['2024-02-29'] },
    { default: '2024-01-01' },
  ),
  timestamp: fc.constantFrom<Partial<Column>>(
    {},
    { min: '1970-01-01T00:00:00.000000001Z' },
    { max: '2024-02-29T11:00:00.5Z' },
    { default: '2024-01-01T00:00Z' },
  ),
  json: fc.constantFrom<Partial<Column>>({}, { empty: 'null' }),
}

function anyColumn(index: number): fc.Arbitrary<Column> {
  const name = names[index] as string
  return fc
    .constantFrom('string', 'string', 'number', 'integer', 'boolean', 'date', 'timestamp', 'json')
    .chain((type) =>
      fc
        .record({ checks: checksOf[type], from: fc.constantFrom(name, name, 'shared') })
        .map(({ checks, from }) => ({ ...plain, name, from, type, ...checks })),
    )
}

/** Columns that every row needs have no default. */
function demand(columns: readonly Column[], needed: ReadonlySet<string>): Column[] {
  return columns.map((column) =>
    needed.has(column.name) ? { ...column, required: true, default: null, empty: 'omit' } : column,
  )
}

const anyFormat: fc.Arbitrary<Dataset['format']> = fc.oneof(
  fc
    .record({
      delimiter: fc.constantFrom(',', '\t', '|'),
      quote: fc.constantFrom('"', '"', "'", null),
      comment: fc.constantFrom(null, '#'),
    })
    .map((marks) => ({ kind: 'delimited', header: null, headerMatch: 'exact', ...marks }) as const),
  fc.constant({ kind: 'ndjson' } as const),
  fc.constantFrom([], ['data', 'rows']).map((path) => ({ kind: 'json', path }) as const),
)

/** Datasets as they may be compiled, with every kind of column, check, key, expiry and write. */
export const anyDataset: fc.Arbitrary<Dataset> = fc
  .record({
    format: anyFormat,
    columns: fc
      .integer({ min: 1, max: names.length })
      .chain((count) => fc.tuple(...names.slice(0, count).map((_, index) => anyColumn(index)))),
    picks: fc.array(fc.nat(99), { minLength: 6, maxLength: 6 }),
  })
  .map(({ format, columns, picks }) => {
    const scalars = columns.filter(({ type }) => type !== 'json')
    const [partitionPick = 0, sortPick = 0, writePick = 0, ttlPick = 0, first = 0, second = 0] = picks
    const partition = keyPart(scalars, partitionPick, first)
    const sort = sortPick % 3 === 0 ? null : keyPart(scalars, sortPick, second)
    const isSame = sort?.kind === 'column' && partition.kind === 'column' && sort.column === partition.column
    const comparable = scalars.filter(({ type }) => type !== 'boolean')
    const by = comparable[writePick % Math.max(1, comparable.length)]
    const moments = scalars.filter(({ type }) => type === 'date' || type === 'timestamp')
    const expires = moments[ttlPick % Math.max(1, moments.length)]
    const needed = new Set([...namesOf(partition), ...namesOf(sort), ...(by ? [by.name] : [])])
    return {
      name: 'sample',
      match: 'in/**',
      format,
      columns: demand(columns, needed),
      key: { partition, sort: isSame ? null : sort },
      write:
        writePick % 3 === 0 || !by
          ? { kind: 'put' }
          : writePick % 3 === 1
            ? { kind: 'insert' }
            : { kind: 'newest', by: by.name },
      ttl:
        ttlPick % 3 === 0
          ? null
          : ttlPick % 3 === 1 || !expires
            ? { kind: 'age', seconds: 86_400, attribute: 'expires' }
            : { kind: 'column', column: expires.name, attribute: 'expires' },
      when: 'arrival',
      rejectLimit: { kind: 'percent', percent: 5 },
    }
  })

function keyPart(scalars: readonly Column[], pick: number, other: number): KeyPart {
  const column = scalars[other % Math.max(1, scalars.length)]
  if (pick % 5 === 0) return { kind: 'row' }
  if (!column || pick % 5 === 1) return { kind: 'object' }
  if (pick % 5 === 2)
    return {
      kind: 'template',
      parts: [{ text: 'é"#' }, { column: column.name }, { text: '/' }, { column: column.name }],
    }
  if (column.type === 'boolean') return { kind: 'template', parts: [{ column: column.name }] }
  return {
    kind: 'column',
    column: column.name,
    type: column.type === 'number' || column.type === 'integer' ? 'N' : 'S',
  }
}

function namesOf(part: KeyPart | null): string[] {
  if (part?.kind === 'column') return [part.column]
  return part?.kind === 'template'
    ? part.parts.flatMap((piece) => ('column' in piece ? [piece.column] : []))
    : []
}
