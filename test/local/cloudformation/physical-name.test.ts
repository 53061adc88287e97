import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPhysicalName } from '../../../local/cloudformation/physical-name.ts'

test('a name is the stack, the logical id and a hash', () => {
  const name = createPhysicalName('harbour-local', 'LandingBucket')
  expect(name({ maxLength: 63 })).toMatch(/^harbour-local-LandingBucket-[0-9a-f]{8}$/)
  expect(name({ maxLength: 63, lowerCase: true })).toMatch(/^harbour-local-landingbucket-[0-9a-f]{8}$/)
})

test('a name that would be too long is cut in the logical id', () => {
  const name = createPhysicalName('harbour', 'AVeryLongLogicalId')({ maxLength: 24 })
  expect(name).toMatch(/^harbour-AVeryLo-[0-9a-f]{8}$/)
})

test('a name fits, and differs where the logical ids differ', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9]{1,100}$/)
  fc.assert(
    fc.property(id, id, fc.integer({ min: 20, max: 255 }), (one, other, maxLength) => {
      const name = createPhysicalName('harbour', one)({ maxLength })
      expect(name.length).toBeLessThanOrEqual(maxLength)
      expect(name).toMatch(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/)
      if (one !== other) expect(createPhysicalName('harbour', other)({ maxLength })).not.toBe(name)
    }),
  )
})
