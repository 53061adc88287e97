import { describe, expect, test } from 'vitest'
import { compilePattern } from '../../../../local/events/pattern/compile-pattern.ts'

function matches(pattern: unknown, event: Record<string, unknown>): boolean {
  return compilePattern(JSON.stringify(pattern))(event)
}

const file = {
  'file-name': 'reports/a.png',
  size: 300,
  ok: true,
  none: null,
  empty: '',
  tags: ['a', 'b'],
  ip: '10.0.0.7',
}

describe('a pattern matches', () => {
  test.each<[string, unknown, boolean]>([
    ['an equal text', { ip: ['10.0.0.7'] }, true],
    ['any of several values', { size: [1, 300] }, true],
    ['a text never as a number', { size: ['300'] }, false],
    ['numbers by value, however written', JSON.parse('{"size":[3.0e2]}'), true],
    ['true', { ok: [true] }, true],
    ['false never as true', { ok: [false] }, false],
    ['null', { none: [null] }, true],
    ['null never as absent', { missing: [null] }, false],
    ['an empty text', { empty: [''] }, true],
    ['an array by any of its elements', { tags: ['b'] }, true],
    ['all fields of the pattern or nothing', { ok: [true], size: [1] }, false],
    ['a prefix', { 'file-name': [{ prefix: 'reports/' }] }, true],
    ['a prefix with its case', { 'file-name': [{ prefix: 'REPORTS/' }] }, false],
    ['a prefix whatever its case', { 'file-name': [{ prefix: { 'equals-ignore-case': 'REPORTS/' } }] }, true],
    ['a suffix', { 'file-name': [{ suffix: '.png' }] }, true],
    ['a suffix whatever its case', { 'file-name': [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, true],
    ['a prefix of texts only', { size: [{ prefix: '3' }] }, false],
    ['a text whatever its case', { 'file-name': [{ 'equals-ignore-case': 'Reports/A.PNG' }] }, true],
    ['a wildcard', { 'file-name': [{ wildcard: 'r*/*.png' }] }, true],
    ['a wildcard that stands for nothing', { 'file-name': [{ wildcard: 'reports/a.png*' }] }, true],
    ['no wildcard whose parts overlap', { 'file-name': [{ wildcard: '*.png*png' }] }, false],
    ['no wildcard whose ends overlap', { ip: [{ wildcard: '10.0.0.7*.0.0.7' }] }, false],
    ['a number in a range', { size: [{ numeric: ['>', 0, '<=', 300] }] }, true],
    ['a number outside a range not', { size: [{ numeric: ['>', 300, '<', 400] }] }, false],
    ['a number equal', { size: [{ numeric: ['=', 300] }] }, true],
    ['no text in a range of numbers', { ip: [{ numeric: ['>', 0] }] }, false],
    ['an address in a block', { ip: [{ cidr: '10.0.0.0/24' }] }, true],
    ['an address outside a block not', { ip: [{ cidr: '10.0.1.0/24' }] }, false],
    ['no text that is no address', { 'file-name': [{ cidr: '0.0.0.0/0' }] }, false],
    ['what is there', { none: [{ exists: true }] }, true],
    ['what is absent', { missing: [{ exists: false }] }, true],
    ['what is there or absent', { ok: [{ exists: false }, true] }, true],
    ['anything but a text', { ip: [{ 'anything-but': '10.0.0.8' }] }, true],
    ['anything but this text', { ip: [{ 'anything-but': '10.0.0.7' }] }, false],
    ['anything but a list', { ip: [{ 'anything-but': ['10.0.0.7', 'x'] }] }, false],
    ['anything but numbers', { size: [{ 'anything-but': [100, 300] }] }, false],
    ['a number as anything but a text', { size: [{ 'anything-but': '300' }] }, true],
    ['null as anything but a text', { none: [{ 'anything-but': 'x' }] }, true],
    ['nothing absent as anything but', { missing: [{ 'anything-but': 'x' }] }, false],
    ['any element that is none of these', { tags: [{ 'anything-but': 'a' }] }, true],
    ['anything but a prefix', { 'file-name': [{ 'anything-but': { prefix: 'reports/' } }] }, false],
    ['anything but prefixes', { 'file-name': [{ 'anything-but': { prefix: ['x', 'rep'] } }] }, false],
    ['anything but a suffix', { 'file-name': [{ 'anything-but': { suffix: '.gif' } }] }, true],
    [
      'anything but a text of any case',
      { 'file-name': [{ 'anything-but': { 'equals-ignore-case': 'REPORTS/A.PNG' } }] },
      false,
    ],
    ['anything but a wildcard', { 'file-name': [{ 'anything-but': { wildcard: '*/a.*' } }] }, false],
    ['a number as anything but a prefix', { size: [{ 'anything-but': { prefix: '3' } }] }, true],
  ])('%s', (_, pattern, expected) => {
    expect(matches({ detail: pattern }, { detail: file })).toBe(expected)
  })

  test('either of two fields with $or, at any depth', () => {
    const pattern = {
      source: ['a'],
      detail: { $or: [{ x: [1] }, { y: [2], $or: [{ z: [3] }, { w: [4] }] }] },
    }
    expect(matches(pattern, { source: 'a', detail: { x: 1 } })).toBe(true)
    expect(matches(pattern, { source: 'a', detail: { y: 2, w: 4 } })).toBe(true)
    expect(matches(pattern, { source: 'a', detail: { y: 2 } })).toBe(false)
    expect(matches(pattern, { source: 'b', detail: { x: 1 } })).toBe(false)
  })

  test('an escaped star and backslash as themselves', () => {
    expect(matches({ a: [{ wildcard: 'x\\*y\\\\*' }] }, { a: 'x*y\\z' })).toBe(true)
    expect(matches({ a: [{ wildcard: 'x\\*y*' }] }, { a: 'xay' })).toBe(false)
  })

  test('addresses of version 6, in every spelling', () => {
    expect(matches({ a: [{ cidr: '2001:db8::/32' }] }, { a: '2001:0db8:0:0::1' })).toBe(true)
    expect(matches({ a: [{ cidr: '2001:db8::/32' }] }, { a: '10.0.0.1' })).toBe(false)
    expect(matches({ a: [{ cidr: '::/0' }] }, { a: 'fe80::1%eth0' })).toBe(false)
    expect(matches({ a: ['::1'] }, { a: '0:0:0:0:0:0:0:1' })).toBe(true)
  })

  test('addresses of a block from the one that is written on, as on AWS', () => {
    const addresses = ['10.0.0.4', '10.0.0.5', '10.0.0.255', '10.0.1.0']
    const found = addresses.filter((address) => matches({ a: [{ cidr: '10.0.0.5/24' }] }, { a: address }))
    expect(found).toEqual(['10.0.0.5', '10.0.0.255'])
  })

  test('a key that holds a dot like two keys', () => {
    expect(matches({ 'detail.x': [1] }, { detail: { x: 1 } })).toBe(true)
    expect(matches({ detail: { x: [1] } }, { 'detail.x': 1 })).toBe(true)
  })

  test('a large object whose size is over the documented range of numbers', () => {
    const large = { detail: { object: { size: [{ numeric: ['>', 67_108_864] }] } } }
    expect(matches(large, { detail: { object: { size: 5_000_000_001 } } })).toBe(true)
  })
})

describe('the elements of arrays', () => {
  const people = {
    people: [
      { first: 'Anna', last: 'Smith' },
      { first: 'Peter', last: 'Jones' },
    ],
  }

  test('match together', () => {
    expect(matches({ people: { first: ['Anna'], last: ['Smith'] } }, people)).toBe(true)
    expect(matches({ people: { first: ['Anna'], last: ['Jones'] } }, people)).toBe(false)
  })

  test('match together through nested arrays', () => {
    const nested = { a: [[{ x: 1, b: [{ y: 1 }, { y: 2 }] }], [{ x: 2, b: [{ y: 3 }] }]] }
    expect(matches({ a: { x: [1], b: { y: [2] } } }, nested)).toBe(true)
    expect(matches({ a: { x: [2], b: { y: [2] } } }, nested)).toBe(false)
  })

  test('are found by going back where the first that fits leads nowhere', () => {
    const twice = {
      people: [
        { first: 'Anna', last: 'X' },
        { first: 'Anna', last: 'Jones' },
      ],
    }
    expect(matches({ people: { first: ['Anna'], last: ['Jones'] } }, twice)).toBe(true)
  })

  test('with exists: false alone mean absent from every element', () => {
    expect(
      matches({ people: { first: [{ exists: false }] } }, { people: [{ last: 'X' }, people.people[0]] }),
    ).toBe(false)
    expect(matches({ people: { middle: [{ exists: false }] } }, people)).toBe(true)
  })

  test('with exists: false after another field mean absent from the element that this field chose', () => {
    const event = { people: [{ first: 'Anna' }, { first: 'Peter', last: 'Jones' }] }
    expect(matches({ people: { first: ['Anna'], last: [{ exists: false }] } }, event)).toBe(true)
    expect(matches({ people: { first: ['Peter'], last: [{ exists: false }] } }, event)).toBe(false)
  })

  test('bind nothing where they are no objects', () => {
    expect(matches({ a: ['x'], 'a.b': [1] }, { a: ['x', { b: 1 }] })).toBe(true)
  })

  test('count as leaves only where they hold one', () => {
    expect(matches({ a: [{ exists: true }] }, { a: [] })).toBe(false)
    expect(matches({ a: [{ exists: false }] }, { a: { b: 1 } })).toBe(true)
  })
})

describe('a pattern is refused, with its place', () => {
  test.each<[string, string, string]>([
    ['no JSON', '{', 'no JSON'],
    ['no object', '[]', 'Filter is not an object'],
    ['an empty object', '{"detail":{}}', 'Empty objects are not allowed (at detail)'],
    ['an empty array', '{"a":[]}', 'Empty arrays are not allowed (at a)'],
    ['a bare value', '{"detail":{"n":42}}', '"n" must be an object or an array (at detail.n)'],
    ['an array in an array', '{"a":[["b"]]}', 'Match value must be String, number, true, false, or null'],
    ['an unknown operator', '{"a":[{"EXISTS":true}]}', 'Unrecognized match type EXISTS (at a)'],
    ['an operator by the name of a method', '{"a":[{"toString":1}]}', 'Unrecognized match type toString'],
    ['two operators in one', '{"a":[{"prefix":"x","suffix":"y"}]}', 'Only one key allowed'],
    ['exists with a text', '{"a":[{"exists":"yes"}]}', 'must be either true or false'],
    [
      'a prefix that is no text',
      '{"a":[{"prefix":1}]}',
      'prefix match pattern must be a string (at a.prefix)',
    ],
    [
      'an unknown kind of prefix',
      '{"a":[{"prefix":{"wildcard":"x"}}]}',
      'Unsupported prefix pattern: wildcard',
    ],
    ['two stars in a row', '{"a":[{"wildcard":"x**"}]}', 'Consecutive wildcard characters at pos 1'],
    ['a wrong escape', '{"a":[{"wildcard":"\\\\x"}]}', 'Invalid escape character at pos 0'],
    [
      'a number given as text',
      '{"a":[{"numeric":[">","100"]}]}',
      'Value of > must be numeric, and it is "100"',
    ],
    ['a range upside down', '{"a":[{"numeric":["<",5,">",1]}]}', 'Too many elements in numeric expression'],
    ['a range with two lower bounds', '{"a":[{"numeric":[">",0,">",1]}]}', 'Bad numeric range operator: >'],
    ['an empty range', '{"a":[{"numeric":[">",5,"<",5]}]}', 'Bottom must be less than top'],
    ['an unknown comparison', '{"a":[{"numeric":["!=",5]}]}', 'Unrecognized numeric range operator: !='],
    ['a block without a slash', '{"a":[{"cidr":"10.0.0.0"}]}', "one '/' required"],
    ['a block of no address', '{"a":[{"cidr":"10.0.0/8"}]}', 'Nonstandard IP address'],
    ['a block of one address', '{"a":[{"cidr":"10.0.0.0/32"}]}', 'IPv4 mask bits must be < 32'],
    ['a block of one address of version 6', '{"a":[{"cidr":"::1/128"}]}', 'IPv6 mask bits must be < 128'],
    ['a block whose size is no number', '{"a":[{"cidr":"10.0.0.0/x"}]}', 'mask bits must be an integer'],
    ['a mixed list', '{"a":[{"anything-but":["x",1]}]}', 'mixed type is not supported'],
    ['a null in a list', '{"a":[{"anything-but":[null]}]}', 'either all values are number or string'],
    ['an empty prefix to avoid', '{"a":[{"anything-but":{"prefix":""}}]}', 'Null prefix/suffix not allowed'],
    [
      'numeric to avoid',
      '{"a":[{"anything-but":{"numeric":["=",1]}}]}',
      'Unsupported anything-but pattern: numeric',
    ],
    ['$or that is no array', '{"$or":{}}', 'It must be an Array followed with $or'],
    ['$or of one', '{"$or":[{"a":[1]}]}', 'at least 2 Objects'],
    ['$or of values', '{"$or":[1,2]}', 'Only JSON object is allowed'],
    ['an operator as a field in $or', '{"$or":[{"prefix":["x"]},{"a":[1]}]}', 'prefix is a reserved name'],
    ['one field twice', '{"a":{"b":[1]},"a.b":[2]}', 'Path `a.b` cannot be allowed multiple times'],
  ])('%s', (_, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrowError(
      expect.objectContaining({
        code: 'InvalidEventPatternException',
        message: expect.stringContaining(message),
      }),
    )
  })

  test('over 2,048 characters', () => {
    const pattern = (length: number) => `{"a":["${'x'.repeat(length - '{"a":[""]}'.length)}"]}`
    expect(() => compilePattern(pattern(2_048))).not.toThrow()
    expect(() => compilePattern(pattern(2_049))).toThrow('over the limit of 2048')
  })

  test('over 1,000 ways of $or, without making them all', () => {
    const choices = Array.from({ length: 40 }, (_, n) => ({ [`f${n}`]: [n] }))
    const pattern = { a: { $or: choices }, b: { $or: choices }, c: { $or: choices } }
    expect(() => compilePattern(JSON.stringify(pattern))).toThrow('more than 1000 combinations')
  })
})
