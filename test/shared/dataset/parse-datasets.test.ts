import { expect, test } from 'vitest'
import { parseDatasets } from '../../../shared/dataset/parse-datasets.ts'

const sound = `name: airports
match: airports/**/*.csv
format: csv
key: { partition: iata }
columns:
  iata: string
  city: {}
  latitude: { type: number, min: -90, max: 90 }
`

function faultsOf(text: string, file = 'datasets/airports.yml'): string[] {
  const result = parseDatasets([{ file, text }])
  return 'faults' in result ? result.faults.map(({ line, message }) => `${line}: ${message}`) : []
}

/** The faults of the sound file with one text replaced. */
function faultsWith(old: string, replacement: string): string[] {
  expect(sound).toContain(old)
  return faultsOf(sound.replace(old, replacement))
}

test.each(['null', '"null"'])('takes empty: %s for a null, with quotes or without', (text) => {
  const result = parseDatasets([
    { file: 'datasets/airports.yml', text: sound.replace('city: {}', `city: { empty: ${text} }`) },
  ])
  expect(result).toMatchObject({ datasets: [{ columns: [{ empty: 'omit' }, { empty: 'null' }, {}] }] })
})

test('fills in what the file leaves open', () => {
  const result = parseDatasets([{ file: 'datasets/airports.yml', text: sound }])
  expect(result).toEqual({
    datasets: [
      {
        name: 'airports',
        match: 'airports/**/*.csv',
        format: {
          kind: 'delimited',
          delimiter: ',',
          quote: '"',
          comment: null,
          header: null,
          headerMatch: 'exact',
        },
        key: { partition: { kind: 'column', column: 'iata', type: 'S' }, sort: null },
        columns: [
          { ...bare, name: 'iata', from: 'iata', required: true },
          { ...bare, name: 'city', from: 'city' },
          { ...bare, name: 'latitude', from: 'latitude', type: 'number', min: '-90', max: '90' },
        ],
        write: { kind: 'put' },
        ttl: null,
        when: 'arrival',
        rejectLimit: { kind: 'percent', percent: 5 },
      },
    ],
  })
})

const bare = {
  type: 'string',
  required: false,
  empty: 'omit',
  default: null,
  pattern: null,
  min: null,
  max: null,
  length: null,
  enum: null,
}

test('tells all faults of all files at once, each with its line', () => {
  const result = parseDatasets([
    {
      file: 'datasets/a.yml',
      text: 'name: b\nmatch: a/*\nformat: xml\nkey: { partition: id }\ncolumns:\n  id: text\n',
    },
    { file: 'datasets/c.yml', text: 'name: c\nmatch: [\n' },
    {
      file: 'datasets/d.yml',
      text: 'name: d\ncolour: red\nmatch: d/*\nformat: csv\nkey: { partition: x }\ncolumns:\n  id: { min: 1, pattern: "(" }\n',
    },
  ])
  const faults = 'faults' in result ? result.faults : []
  expect(faults.map(({ file, line }) => `${file}:${line}`)).toEqual([
    'datasets/a.yml:1',
    'datasets/a.yml:3',
    'datasets/a.yml:6',
    'datasets/c.yml:3',
    'datasets/d.yml:2',
    'datasets/d.yml:5',
    'datasets/d.yml:7',
    'datasets/d.yml:7',
  ])
})

test.each([
  ['name: airports', 'name: airport', '1: name: airport stands in the file airports'],
  ['name: airports', 'name: Air_ports', '1: name: "Air_ports" is no name for tables'],
  ['name: airports\n', '', '1: name: expected string (it is missing)'],
  ['name: airports', 'name: ~', '1: name: expected string (received null)'],
  ['city: {}', 'city: {}\n  gr\uFFFD\uFFFDe: {}', '8: a character here is not UTF-8: save the file as UTF-8'],
  ['city: {}', 'city: {}\n---\nname: b', '8: a second document begins behind ---'],
  [
    'city: {}',
    'city: { required: yes }',
    '7: columns.city.required: expected true or false (received "yes")',
  ],
  [
    'match: airports',
    'match: /airports',
    '2: match: "/airports/**/*.csv" is no pattern: it begins with a slash',
  ],
  ['format: csv', 'format: xlsx', '3: format: expected one of csv, tsv, ndjson, json'],
  ['format: csv', 'format: csv\nunder: rows', '4: under: says nothing about csv'],
  ['format: csv', 'format: json\nunder: a..b', '4: under: expected the names that lead to the array'],
  ['format: csv', 'format: json\nunder: []', '4: under: expected the names that lead to the array'],
  ['format: csv', `format: json\nunder: ${'a.'.repeat(32)}a`, '4: under: it has 33 names'],
  ['format: csv', 'format: json\nheaderMatch: exact', '4: headerMatch: says nothing about json'],
  ['format: csv', 'format: csv\nheaderMatch: loose', '4: headerMatch: expected one of "exact"|"ignore-case"'],
  [
    'format: csv',
    'format: csv\nheader: [iata, city, latitude]\nheaderMatch: ignore-case',
    '5: headerMatch: the file has no header row',
  ],
  [
    'format: csv\nkey: { partition: iata }\ncolumns:\n',
    'format: csv\nheaderMatch: ignore-case\nkey: { partition: iata }\ncolumns:\n  IATA: string\n',
    '8: columns.iata: without case and spaces around it, "iata" is "IATA" too',
  ],
  ['format: csv', 'format: csv\nwrite: append', '4: write: expected put, insert, or { newest: { by'],
  ['format: csv', 'format: csv\nwrite: newest', '4: write: expected put, insert, or { newest: { by'],
  ['format: csv', 'format: csv\nwrite: { newest: {} }', '4: write: expected put, insert, or { newest: { by'],
  ['format: csv', 'format: csv\nwrite: { newest: { by: age } }', '4: write.newest.by: age is no column'],
  [
    'format: csv',
    'format: csv\nwrite: { newest: { by: iata } }',
    '4: write.newest.by: iata is part of the key, so all rows of one key are equal in it',
  ],
  ['format: csv', 'format: csv\nttl: 30d', '4: ttl: expected { column: a column }, or { after: 30d }'],
  ['format: csv', 'format: csv\nttl: { after: 0d }', '4: ttl.after: expected a time such as 30d'],
  [
    'format: csv',
    'format: csv\nttl: { after: 36526d }',
    '4: ttl.after: 36526d is longer than a hundred years',
  ],
  ['format: csv', 'format: csv\nttl: { column: age }', '4: ttl.column: age is no column'],
  ['format: csv', 'format: csv\nttl: { column: city }', '4: ttl.column: city is string, which tells no time'],
  ['format: csv', 'format: csv\nwhen: daily', '4: when: expected one of "arrival"|"hourly"'],
  ['format: csv', 'format: csv\nrejectLimit: 101%', '4: rejectLimit: 101% is more than all rows'],
  ['format: csv', 'format: csv\nrejectLimit: -1', '4: rejectLimit: expected a number of rows'],
  ['format: csv', 'format: csv\ndelimiter: ";;"', '4: delimiter: expected one ASCII character'],
  ['format: csv', 'format: csv\nquote: ","', '4: quote: "," is the delimiter too'],
  ['format: csv', 'format: csv\ncomment: ","', '4: comment: "," is the delimiter or the quote too'],
  ['format: csv', 'format: ndjson\nquote: none', '4: quote: says nothing about ndjson'],
  [
    'format: csv',
    'format: csv\nheader: [iata, iata, city, latitude]',
    '4: header: "iata" stands there twice',
  ],
  ['format: csv', 'format: csv\nheader: [iata, city]', '9: columns.latitude: the header names no "latitude"'],
  ['partition: iata', 'partition: code', '4: key.partition: code is no column of the dataset'],
  ['partition: iata', 'partition: "{iata}#{code}"', '4: key.partition: code is no column of the dataset'],
  ['partition: iata', 'partition: "{iata"', '4: key.partition: {iata has a brace without its other half'],
  ['partition: iata', 'partition: $file', '4: key.partition: $file is unknown'],
  ['partition: iata', 'partition: iata, sort: iata', '4: key.sort: iata is the partition key already'],
  ['partition: iata', 'partition: iata, range: city', '4: key.range: no such field'],
  [
    'iata: string',
    'iata: boolean',
    '4: key.partition: iata is boolean, and keys of DynamoDB are strings or numbers',
  ],
  ['iata: string', 'iata: json', '4: key.partition: iata is json'],
  ['iata: string', 'iata: { required: false }', '6: columns.iata.required: columns of the key are required'],
  ['iata: string', 'iata: { default: x }', '6: columns.iata.default: rows without a key would all be one'],
  ['city: {}', 'city: { type: text }', '7: columns.city.type: expected one of "string"'],
  ['city: {}', 'city: { type: numbr, min: 1, max: 2 }', '7: columns.city.type: expected one of "string"'],
  ['city: {}', 'city: { type: ~, min: 1 }', '7: columns.city.type: expected one of "string"'],
  ['city: {}', 'city: { colour: red }', '7: columns.city.colour: no such field'],
  ['city: {}', 'city: 5', '7: columns.city: expected a type or a map of checks, received 5'],
  [
    'city: {}',
    'city: { pattern: "(" }',
    '7: columns.city.pattern: "(" cannot be used: Invalid regular expression',
  ],
  ['city: {}', 'city: { min: 5 }', '7: columns.city.min: says nothing about a string'],
  ['city: {}', 'city: { length: { min: 3, max: 2 } }', '7: columns.city.length: min 3 is above max 2'],
  [
    'city: {}',
    'city: { enum: [01] }',
    '7: columns.city.enum: 1 is a number, and the column holds string values',
  ],
  [
    'city: {}',
    'city: { enum: [a, b], default: c }',
    '7: columns.city.default: "c" breaks the column’s own rule: enum',
  ],
  [
    'city: {}',
    'city: { required: true, default: c }',
    '7: columns.city.default: a required column has no empty cells',
  ],
  [
    'city: {}',
    'city: { required: true, empty: keep }',
    '7: columns.city.empty: a required column has no empty cells',
  ],
  ['city: {}', 'city: { type: date, empty: keep }', '7: columns.city.empty: an empty text is no date'],
  ['city: {}', 'city: { from: iata }', '7: columns.city: iata is read from "iata" already'],
  ['city: {}', '__proto__: {}', '7: columns.__proto__: an attribute cannot have this name'],
  ['city: {}', '_load: {}', '7: columns._load: an attribute cannot have this name'],
  ['min: -90', 'min: 91', '8: columns.latitude.min: 91 is above max 90'],
  ['min: -90', 'min: north', '8: columns.latitude.min: "north" is no number'],
  ['min: -90', 'min: 0.12345678901234567', '8: the number 0.12345678901234567 has more than 15 digits'],
])('%j written as %j is refused', (old, replacement, message) => {
  expect(faultsWith(old, replacement)).toEqual([expect.stringContaining(message)])
})

/** The sound file with a column `seen` of this type, which its lines may use. */
function withSeen(type: string, lines: string): string {
  return sound.replace('format: csv', `format: csv\n${lines}`).replace('city: {}', `seen: ${type}`)
}

function compiled(text: string): unknown {
  const result = parseDatasets([{ file: 'datasets/airports.yml', text }])
  return 'datasets' in result ? result.datasets[0] : result.faults
}

test.each(['number', 'integer', 'string', 'date', 'timestamp'])(
  'rows may be compared by a column of type %s, which is required then',
  (type) => {
    expect(compiled(withSeen(type, 'write: { newest: { by: seen } }'))).toMatchObject({
      write: { kind: 'newest', by: 'seen' },
      columns: [{}, { name: 'seen', required: true }, {}],
    })
  },
)

test.each([
  ['boolean', '4: write.newest.by: seen is boolean, whose values have no order'],
  ['json', '4: write.newest.by: seen is json, whose values have no order'],
  ['{ required: false }', '8: columns.seen.required: rows are compared by this column'],
  ['{ default: a }', '8: columns.seen.default: rows are compared by this column'],
  ['{ empty: keep }', '8: columns.seen.empty: a required column has no empty cells'],
  ['{ colour: red }', '8: columns.seen.colour: no such field'],
])('rows are not compared by a column that is %s', (type, message) => {
  expect(faultsOf(withSeen(type, 'write: { newest: { by: seen } }'))).toEqual([
    expect.stringContaining(message),
  ])
})

test('insert needs no more than its name', () => {
  expect(compiled(withSeen('date', 'write: insert'))).toMatchObject({ write: { kind: 'insert' } })
})

test.each([
  ['integer', '{ column: seen }', { kind: 'column', column: 'seen', attribute: 'seen' }],
  ['date', '{ column: seen }', { kind: 'column', column: 'seen', attribute: 'ttl' }],
  ['timestamp', '{ column: seen }', { kind: 'column', column: 'seen', attribute: 'ttl' }],
  ['string', '{ after: 90s }', { kind: 'age', seconds: 90, attribute: 'ttl' }],
  ['string', '{ after: 5m }', { kind: 'age', seconds: 300, attribute: 'ttl' }],
  ['string', '{ after: 12h }', { kind: 'age', seconds: 43_200, attribute: 'ttl' }],
  ['string', '{ after: 36525d }', { kind: 'age', seconds: 3_155_760_000, attribute: 'ttl' }],
])('with a column %s, ttl: %s names the attribute that holds the time', (type, ttl, expected) => {
  expect(compiled(withSeen(type, `ttl: ${ttl}`))).toMatchObject({ ttl: expected })
})

test('a column called ttl is refused where the time of deletion needs the name, and only there', () => {
  const text = (type: string, ttl: string) =>
    sound.replace('format: csv', `format: csv\nttl: ${ttl}`).replace('city: {}', `ttl: ${type}`)
  const clash = [expect.stringContaining('8: columns.ttl: the time of deletion is stored in an attribute')]
  expect(faultsOf(text('date', '{ column: ttl }'))).toEqual(clash)
  expect(faultsOf(text('string', '{ after: 1d }'))).toEqual(clash)
  expect(faultsOf(text('integer', '{ column: ttl }'))).toEqual([])
  expect(faultsOf(text('{ type: string, from: a }', '{ column: latitude }'))).toEqual([
    expect.stringContaining('latitude is number'),
  ])
})

test.each([
  ['', []],
  ['under: rows', ['rows']],
  ['under: items.rows', ['items', 'rows']],
  ['under: [items, "a.b"]', ['items', 'a.b']],
])('a json file with %j has its array there', (lines, path) => {
  expect(compiled(sound.replace('format: csv', `format: json\n${lines}`))).toMatchObject({
    format: { kind: 'json', path },
  })
})

test('headers may be matched without upper and lower case', () => {
  expect(compiled(sound.replace('format: csv', 'format: tsv\nheaderMatch: ignore-case'))).toMatchObject({
    format: { delimiter: '\t', headerMatch: 'ignore-case' },
  })
})

test('a column that collides with the attribute of a composed key is refused', () => {
  const text = sound
    .replace('partition: iata', 'partition: "{iata}", sort: $row')
    .replace('city: {}', 'sk: {}')
  expect(faultsOf(text)).toEqual([
    expect.stringContaining('7: columns.sk: the key is stored in an attribute of this name'),
  ])
  expect(faultsOf(text.replace('sk: {}', 'city: { from: sk }'))).toEqual([])
})

test('names and order of columns are those of the file, numbers too', () => {
  const text = sound.replace('city: {}', '"9": {}\n  01: integer\n  2: {}')
  const result = parseDatasets([{ file: 'datasets/airports.yml', text }])
  const columns = 'datasets' in result ? result.datasets[0]?.columns : []
  expect(columns?.map(({ name }) => name)).toEqual(['iata', '9', '01', '2', 'latitude'])
})

test('the ledger’s name is taken', () => {
  expect(faultsOf(sound.replace('name: airports', 'name: ledger'), 'ledger.yml')).toEqual([
    expect.stringContaining('1: name: ledger is the name of a table that the stack has for itself'),
  ])
})

test('two datasets that take one key are refused, with such a key', () => {
  const other = sound.replace('name: airports', 'name: all').replace('airports/**/*.csv', '"**/*.csv"')
  const result = parseDatasets([
    { file: 'datasets/airports.yml', text: sound },
    { file: 'datasets/all.yml', text: other },
  ])
  expect(result).toEqual({
    faults: [
      {
        file: 'datasets/all.yml',
        line: 2,
        message: expect.stringContaining('both take the key airports/.csv'),
      },
    ],
  })
})

test('two names that give one output name are refused', () => {
  const files = ['a-1', 'a1'].map((name) => ({
    file: `${name}.yml`,
    text: sound.replace('name: airports', `name: ${name}`).replace('match: airports', `match: ${name}`),
  }))
  expect(parseDatasets(files)).toEqual({
    faults: [{ file: 'a1.yml', line: 1, message: expect.stringContaining('one output name, A1TableName') }],
  })
})

test('a file that is no map, an empty one and one with aliases are faults, not crashes', () => {
  expect(faultsOf('- a\n')).toEqual([expect.stringContaining('1: a dataset file is a map')])
  expect(faultsOf('')).toEqual([expect.stringContaining('1: a dataset file is a map')])
  expect(faultsOf('a: &a [x]\nb: *a\n')).toEqual([expect.stringContaining('2: *a is an alias to YAML')])
})

test('a pattern that YAML takes for an alias is told how to be written', () => {
  expect(faultsWith('airports/**/*.csv', '**/*.csv')).toEqual([
    '2: **/*.csv is an alias to YAML, and aliases are not read: put a text that begins with * in quotes',
  ])
})
