// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of Fn::Sub are what is tested
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Context, NO_VALUE } from '../../../local/cloudformation/intrinsics/context.ts'
import { CONDITION_FUNCTIONS, VALUE_FUNCTIONS } from '../../../local/cloudformation/intrinsics/functions.ts'
import { resolve } from '../../../local/cloudformation/intrinsics/resolve.ts'

function setup(functions = VALUE_FUNCTIONS) {
  const names: Record<string, unknown> = {
    Name: 'harbour',
    List: ['a', 'b', 'c'],
    'AWS::Region': 'eu-west-1',
    'AWS::NoValue': NO_VALUE,
  }
  const context: Context = {
    ref: (name) => names[name],
    attribute: (id, name) =>
      id === 'Queue' && name === 'Arn.Part' ? { value: 'arn:q' } : { fault: `no ${id}.${name}` },
    condition: (name) => ({ Yes: true, No: false })[name],
    exported: () => undefined,
    mappings: { Sizes: { 'eu-west-1': { small: 1, zones: ['x'] } } },
    region: 'eu-west-1',
    functions,
    faults: [],
  }
  return {
    context,
    value: (expression: unknown) => resolve(expression, 'Here', context),
    fault(expression: unknown) {
      resolve(expression, 'Here', context)
      return context.faults.map(({ path, message }) => `${path}: ${message}`).join('\n')
    },
  }
}

test.each<[unknown, unknown]>([
  [{ Ref: 'Name' }, 'harbour'],
  [{ 'Fn::GetAtt': 'Queue.Arn.Part' }, 'arn:q'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn.Part'] }, 'arn:q'],
  [
    { 'Fn::Sub': '${Name}-${AWS::Region} ${Queue.Arn.Part} ${!Name} $ {x}' },
    'harbour-eu-west-1 arn:q ${Name} $ {x}',
  ],
  [{ 'Fn::Sub': ['${Name}${N}', { Name: 'mine', N: { 'Fn::Length': { Ref: 'List' } } }] }, 'mine3'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 3]] }, 'a-harbour-3'],
  [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b,c'],
  [{ 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }]] }, 'a'],
  [{ 'Fn::Select': ['1', { Ref: 'List' }] }, 'b'],
  [{ 'Fn::Select': [2, { 'Fn::Split': [':', 'arn:aws:sqs'] }] }, 'sqs'],
  [{ 'Fn::Split': ['|', 'a||b'] }, ['a', '', 'b']],
  [{ 'Fn::Base64': 'é' }, 'w6k='],
  [{ 'Fn::ToJsonString': { a: [1, { Ref: 'Name' }] } }, '{"a":[1,"harbour"]}'],
  [{ 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, 1],
  [{ 'Fn::FindInMap': ['Sizes', 'mars', 'small', { DefaultValue: 'none' }] }, 'none'],
  [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  [{ 'Fn::GetAZs': { Ref: 'AWS::Region' } }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  [{ 'Fn::Cidr': ['10.74.0.0/16', 3, '12'] }, ['10.74.0.0/20', '10.74.16.0/20', '10.74.32.0/20']],
  [{ 'Fn::If': ['Yes', 'a', { Ref: 'Nobody' }] }, 'a'],
  [{ 'Fn::If': ['No', 'a', { x: { Ref: 'AWS::NoValue' }, y: [{ Ref: 'AWS::NoValue' }, 1] }] }, { y: [1] }],
  [{ Condition: { StringEquals: { Ref: 'Name' } } }, { Condition: { StringEquals: 'harbour' } }],
])('%j gives %j', (expression, expected) => {
  const { value, context } = setup()
  expect(value(expression)).toEqual(expected)
  expect(context.faults).toEqual([])
})

test.each<[unknown, unknown]>([
  [{ 'Fn::Equals': [1, '1'] }, true],
  [{ 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
  [{ 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
  [{ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Name' }, 'x'] }] }, true],
])('the condition %j is %j', (expression, expected) => {
  expect(setup(CONDITION_FUNCTIONS).value(expression)).toBe(expected)
})

test.each<[unknown, string]>([
  [{ a: [{ Ref: 'Nobody' }] }, 'Here.a[0].Ref: there is no parameter or resource named Nobody'],
  [{ Ref: ['x'] }, 'Here.Ref: takes a name, got ["x"]'],
  [{ 'Fn::GetAtt': ['Queue', 'Url'] }, 'Here.Fn::GetAtt: no Queue.Url'],
  [{ 'Fn::GetAtt': 'Queue' }, 'Here.Fn::GetAtt: takes a logical id and an attribute, got "Queue"'],
  [{ 'Fn::Sub': 'a ${Nobody}' }, 'Here.Fn::Sub(Nobody).Ref: there is no parameter or resource named Nobody'],
  [{ 'Fn::Sub': '${ Name }' }, 'Here.Fn::Sub: ${ Name } names nothing: write ${! Name } for the text itself'],
  [{ 'Fn::Sub': '${List}' }, 'Here.Fn::Sub: ${List} must be text or a number, got ["a","b","c"]'],
  [{ 'Fn::Select': [3, { Ref: 'List' }] }, 'Here.Fn::Select: there is no element 3 in ["a","b","c"]'],
  [{ 'Fn::Join': ['-', 'a'] }, 'Here.Fn::Join: takes a delimiter and a list of texts, got ["-","a"]'],
  [{ 'Fn::FindInMap': ['Sizes', 'mars', 'small'] }, 'Here.Fn::FindInMap: Mappings has no Sizes.mars.small'],
  [{ 'Fn::If': ['Maybe', 1, 2] }, 'Here.Fn::If: there is no condition named Maybe'],
  [{ 'Fn::Equals': [1, 1] }, 'Here.Fn::Equals: there is no function Fn::Equals here'],
  [
    { 'Fn::Cidr': ['10.0.0.0/30', 2, 2] },
    'Here.Fn::Cidr: 10.0.0.0/30 has no room for 2 blocks of 4 addresses',
  ],
  [{ Ref: 'Name', Other: 1 }, 'Here.Ref: must be the only key of its object, which also has Other'],
  [{ 'Fn::Transform': {} }, 'Here.Fn::Transform: there is no function Fn::Transform here'],
])('%j is a fault with its place', (expression, expected) => {
  expect(setup().fault(expression)).toBe(expected)
})

const plainJson = fc.jsonValue({ maxDepth: 4 }).filter((value) => !/"(Ref|Fn::)/.test(JSON.stringify(value)))

test('a value without functions stays as it is', () => {
  fc.assert(
    fc.property(plainJson, (json) => {
      expect(setup().value(json)).toEqual(json)
    }),
  )
})

test('what is split and joined again is the text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 2 }), (text, delimiter) => {
      const parts = { 'Fn::Split': [delimiter, text] }
      expect(setup().value({ 'Fn::Join': [delimiter, parts] })).toBe(text)
    }),
  )
})

test('text whose placeholders are escaped comes out of Sub as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', '!', 'é') }), (text) => {
      expect(setup().value({ 'Fn::Sub': text.replaceAll(/\$\{([^}]*)\}/g, '${!$1}') })).toBe(text)
    }),
  )
})

test('a value put in by Sub is not looked at again', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(setup().value({ 'Fn::Sub': ['<${X}>', { X: { 'Fn::Join': ['', [text]] } }] })).toBe(`<${text}>`)
    }),
  )
})
