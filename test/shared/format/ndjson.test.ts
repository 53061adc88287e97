import fc from 'fast-check'
import { expect, test } from 'vitest'
import { datasetOf } from '../dataset/dataset-of.ts'
import { itemsOf, rejectsOf, rowsOf } from '../row/rows-of.ts'

const dataset = datasetOf(
  'format: ndjson\nkey: { partition: id }\ncolumns: { id: {}, n: number, ok: boolean, more: json }',
)

test('one object a line: members become attributes, numbers keep every digit', async () => {
  const content = `{"id":"a","n":12345678901234567890.123456789012345678,"ok":true,"x":1}

  \t
{ "more" : {"list":[1.10,null,"ü",{"deep":false}],"big":1e100}, "id":"b" }\r
{"id":"c","n":"0.1","ok":"false","more":null}`
  expect(await itemsOf(dataset, content)).toEqual([
    { id: { S: 'a' }, n: { N: '12345678901234567890.123456789012345678' }, ok: { BOOL: true } },
    {
      id: { S: 'b' },
      more: {
        M: {
          list: { L: [{ N: '1.1' }, { NULL: true }, { S: 'ü' }, { M: { deep: { BOOL: false } } }] },
          big: { N: '1E100' },
        },
      },
    },
    { id: { S: 'c' }, n: { N: '0.1' }, ok: { BOOL: false } },
  ])
})

test.each([
  ['no JSON', '{"id":}', 'json', null],
  ['no object', '"text"', 'json', null],
  ['a null', 'null', 'json', null],
  ['two objects', '{"id":"a"}{"id":"b"}', 'json', null],
  ['an object over two lines', '{"id":', 'json', null],
  ['a number for a string', '{"id":7}', 'type', 'id'],
  ['an object for a string', '{"id":{}}', 'type', 'id'],
  ['a number too long', `{"id":"a","n":${'1'.repeat(39)}}`, 'type', 'n'],
  ['a number too long within', `{"id":"a","more":[${'1'.repeat(39)}]}`, 'json', 'more'],
  ['a name that would be lost', '{"id":"a","more":{"__proto__":1}}', 'json', 'more'],
  ['deep nesting', `{"id":"a","more":${'['.repeat(32)}${']'.repeat(32)}}`, 'depth', null],
  ['very deep nesting', '['.repeat(100_000).replace('[', '{"id":'), 'depth', null],
  ['half a surrogate pair', '{"id":"\\ud83d"}', 'json', null],
  ['a pair the wrong way round', '{"id":"a","more":["\\udea2\\ud83d"]}', 'json', null],
  ['no key', '{"n":1}', 'required', 'id'],
  ['an empty key', '{"id":""}', 'required', 'id'],
])('%s rejects its record, and the next line is read', async (_what, line, rule, column) => {
  const rows = await rowsOf(dataset, `${line}\n{"id":"next"}\n`)
  expect(rows).toMatchObject([
    { kind: 'rejected', reject: { rule, column, line: 1 } },
    { kind: 'accepted', record: 2 },
  ])
})

test('escapes are read, pairs of them too', async () => {
  expect(await itemsOf(dataset, '{"id":"\\ud83d\\uDEA2 \\\\ud83d \\u00fc\\u0000"}')).toEqual([
    { id: { S: '🚢 \\ud83d ü\0' } },
  ])
})

test('nesting as deep as DynamoDB keeps is taken, brackets in texts are none', async () => {
  const content = `{"id":"${'['.repeat(99)}\\"{","more":${'['.repeat(31)}${']'.repeat(31)}}`
  expect(await itemsOf(dataset, content)).toHaveLength(1)
})

test('of two members with one name the last counts, and a member called __proto__ changes nothing', async () => {
  expect(await itemsOf(dataset, '{"id":"a","__proto__":{"ok":true},"id":"b"}')).toEqual([{ id: { S: 'b' } }])
  expect(({} as Record<string, unknown>).ok).toBeUndefined()
})

test('a JSON array is refused with what to write instead', async () => {
  await expect(rowsOf(dataset, '\n [{"id":"a"}]')).rejects.toMatchObject({
    code: 'file.format',
    message: expect.stringContaining('one object a line'),
  })
})

test('a line that is not UTF-8 is rejected, not mended', async () => {
  const content = Buffer.concat([
    Buffer.from('{"id":"a"}\n{"id":"'),
    Buffer.from([0xff]),
    Buffer.from('"}\n'),
  ])
  expect(await rejectsOf(dataset, content)).toMatchObject([
    { line: 2, rule: 'encoding', value: '\\xFF at byte 18 of the file' },
  ])
})

test('blank lines alone are no rows, no byte is no file', async () => {
  expect(await rowsOf(dataset, '\n\n')).toEqual([])
  await expect(rowsOf(dataset, '')).rejects.toMatchObject({ code: 'file.empty' })
})

test('the same rows and faults come out wherever the bytes are cut', async () => {
  const line = fc.oneof(
    fc.json().map((json) => `{"id":"ü","more":${json}}`),
    fc.constantFrom('', '{', '{"id":"🚢"}', '\r'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 5 }), async (lines) => {
      const content = `{"id":"first"}\n${lines.join('\n')}`
      const whole = await rowsOf(dataset, content)
      for (const chunkBytes of [1, 3, 7]) expect(await rowsOf(dataset, content, chunkBytes)).toEqual(whole)
    }),
    { numRuns: 100 },
  )
})
