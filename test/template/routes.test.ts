import { describe, expect, test } from 'vitest'
import { compilePattern } from '../../local/events/pattern/compile-pattern.ts'
import type { Variant } from '../system/variants.ts'
import { packagedTemplate } from './template.ts'

const BUCKET = 'landing'

describe.each<{ variant: Variant; routeBytes: number }>([
  { variant: 'local', routeBytes: 1_048_576 },
  { variant: 'own-task', routeBytes: 0 },
  { variant: 'direct', routeBytes: 0 },
])('on the stack $variant', ({ variant, routeBytes }) => {
  const { Resources } = packagedTemplate(variant)
  const rules = ['SmallObject', 'LargeObject'].map((name) => ({
    name,
    matches: compilePattern(
      JSON.stringify(Resources[name]?.Properties.EventPattern).replaceAll(
        '{"Ref":"LandingBucket"}',
        `"${BUCKET}"`,
      ),
    ),
  }))
  const routes = (object: object, bucket = BUCKET) =>
    rules
      .filter(({ matches }) =>
        matches({
          source: 'aws.s3',
          'detail-type': 'Object Created',
          detail: { bucket: { name: bucket }, object },
        }),
      )
      .map(({ name }) => name)

  test.each([
    { size: 0 },
    { size: 1 },
    { size: routeBytes },
    { size: routeBytes + 1 },
    { size: 5_000_000_000 },
    { size: 50 * 1024 ** 4 },
  ])('F06 an object of $size bytes takes exactly one way', ({ size }) => {
    expect(routes({ key: 'k', size })).toEqual([size <= routeBytes ? 'SmallObject' : 'LargeObject'])
  })

  test('F06 every size around the limit takes exactly one way', () => {
    for (let size = Math.max(0, routeBytes - 50); size <= routeBytes + 50; size += 1) {
      expect(routes({ key: 'k', size })).toHaveLength(1)
    }
  })

  test('F06 an event without a size goes to the service', () => {
    expect(routes({ key: 'k' })).toEqual(['SmallObject'])
  })

  test('F10 objects of another bucket go nowhere', () => {
    expect(routes({ key: 'k', size: 1 }, 'results')).toEqual([])
  })
})
