import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Envelope } from '../../../../local/events/envelope.ts'
import { compileInput } from '../../../../local/events/input/compile-input.ts'
import { type Target, targetSchema } from '../../../../local/events/target.ts'
import { QUEUE } from '../setup.ts'

const ruleArn = 'arn:aws:events:eu-west-1:000000000000:rule/large-object'

function envelope(detail: Record<string, unknown>): Envelope {
  return {
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: '2026-01-01T00:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:s3:::landing'],
    detail,
  }
}

function input(parts: Partial<Target>, detail: Record<string, unknown> = {}): string {
  const target = targetSchema.parse({ Id: 't', Arn: QUEUE, ...parts })
  return compileInput(target)({
    event: envelope(detail),
    ruleName: 'large-object',
    ruleArn,
    ingestedAt: Date.UTC(2026, 0, 1, 0, 0, 1),
  })
}

function transformed(
  template: string,
  paths: Record<string, string>,
  detail: Record<string, unknown>,
): string {
  return input({ InputTransformer: { InputPathsMap: paths, InputTemplate: template } }, detail)
}

describe('the input of a target', () => {
  test('is the whole event by default', () => {
    expect(JSON.parse(input({}, { a: 1 }))).toEqual(envelope({ a: 1 }))
  })

  test('is a constant with Input', () => {
    expect(input({ Input: '{"a": 1}' })).toBe('{"a": 1}')
  })

  test('is a part of the event with InputPath', () => {
    expect(input({ InputPath: '$.detail.a[1].b' }, { a: [0, { b: 'x' }] })).toBe('"x"')
    expect(input({ InputPath: '$.detail.a[*].b' }, { a: [{ b: 1 }, { c: 2 }, { b: 3 }] })).toBe('[1,3]')
  })

  test('fails where InputPath finds nothing, rather than deliver nothing', () => {
    expect(() => input({ InputPath: '$.detail.none' })).toThrow('InputPath $.detail.none finds nothing')
  })

  test('does not read what is no part of the event', () => {
    expect(() => input({ InputPath: '$.detail.a.length' }, { a: [1] })).toThrow('finds nothing')
    expect(() => input({ InputPath: '$.detail.constructor' })).toThrow('finds nothing')
  })
})

describe('an input transformer', () => {
  test('puts a value outside quotes as JSON', () => {
    const paths = { key: '$.detail.key', size: '$.detail.size', all: '$.detail' }
    const text = transformed('{"k": <key>, "s": [9, <size>], "a": <all>}', paths, { key: 'x', size: 3 })
    expect(JSON.parse(text)).toEqual({ k: 'x', s: [9, 3], a: { key: 'x', size: 3 } })
  })

  test('puts a value inside quotes as text without quotes of its own', () => {
    const text = transformed(
      '"<key> has <size> bytes, \\"<key>\\""',
      { key: '$.detail.key', size: '$.detail.size' },
      { key: 'x', size: 3 },
    )
    expect(text).toBe('"x has 3 bytes, \\"x\\""')
  })

  test('takes the quotes out of an object that stands inside quotes', () => {
    expect(transformed('"it is <all>"', { all: '$.detail' }, { a: 'b' })).toBe('"it is {a:b}"')
  })

  test('puts an empty text for a path that finds nothing', () => {
    expect(transformed('{"a": <none>, "b": "<none>"}', { none: '$.detail.none' }, {})).toBe(
      '{"a": "", "b": ""}',
    )
  })

  test('knows the variables of AWS', () => {
    const text = input(
      {
        InputTransformer: {
          InputTemplate:
            '{"arn":<aws.events.rule-arn>,"name":"<aws.events.rule-name>","at":<aws.events.event.ingestion-time>,"e":<aws.events.event>,"j":<aws.events.event.json>}',
        },
      },
      { a: 1 },
    )
    const { detail: _, 'detail-type': detailType, ...rest } = envelope({})
    expect(JSON.parse(text)).toEqual({
      arn: ruleArn,
      name: 'large-object',
      at: '2026-01-01T00:00:01Z',
      e: { ...rest, detailType },
      j: envelope({ a: 1 }),
    })
  })

  test('F09 does not read a value as a variable', () => {
    const detail = { key: '<size>', size: 3 }
    expect(
      transformed('{"k": <key>, "t": "<key>"}', { key: '$.detail.key', size: '$.detail.size' }, detail),
    ).toBe('{"k": "<size>", "t": "<size>"}')
  })

  test('F08 F09 keeps every key one string, inside quotes and outside', () => {
    const odd = fc.constantFrom(
      '"',
      '\\',
      '\n',
      '<key>',
      '😀',
      'é',
      '","name":"AWS_SECRET',
      '+',
      '%2F',
      '\u0000',
      '\u2028',
    )
    const key = fc
      .array(fc.oneof(odd, fc.string({ unit: 'binary' })), { maxLength: 6 })
      .map((parts) => parts.join(''))
    const template =
      '{"containerOverrides":[{"name":"w","environment":[{"name":"KEY","value":<key>},{"name":"URL","value":"s3://b/<key>"}]}]}'
    fc.assert(
      fc.property(key, (value) => {
        const text = transformed(template, { key: '$.detail.object.key' }, { object: { key: value } })
        expect(JSON.parse(text)).toEqual({
          containerOverrides: [
            {
              name: 'w',
              environment: [
                { name: 'KEY', value },
                { name: 'URL', value: `s3://b/${value}` },
              ],
            },
          ],
        })
      }),
      { numRuns: 500 },
    )
  })
})

describe('a target is refused', () => {
  test.each<[string, Partial<Target>, string]>([
    [
      'with two kinds of input',
      { Input: '{}', InputPath: '$' },
      'Only one of Input, InputPath, or InputTransformer must be provided for target t.',
    ],
    ['with an Input that is no JSON', { Input: '{' }, 'JSON syntax error in Input for target t'],
    [
      'with a variable it does not define',
      { InputTransformer: { InputTemplate: '"<what>"' } },
      'InputTemplate for target t contains invalid placeholder what.',
    ],
    [
      'with a variable of AWS that there is not',
      { InputTransformer: { InputTemplate: '"<aws.events.rule>"' } },
      'invalid placeholder aws.events.rule',
    ],
    ['with a path in brackets', { InputPath: "$['detail']" }, 'Invalid JSON path'],
    ['with a path that does not begin at the event', { InputPath: 'detail' }, 'Invalid JSON path'],
  ])('%s', (_, parts, message) => {
    expect(() => input(parts)).toThrow(message)
  })
})
