import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSignRequest } from '../../../shared/aws/sign-request.ts'
import { officialSignature } from './support/official-signature.ts'

const visible = (maxLength: number) =>
  fc.stringMatching(/^[!-~]+$/, { maxLength, minLength: 1 } as fc.StringMatchingConstraints)
const words = fc.stringMatching(/^[a-z0-9.-]{1,40}$/)
const places = fc.record({
  host: words,
  path: fc
    .array(fc.string({ maxLength: 8 }).map(encodeURIComponent), { maxLength: 3 })
    .map((segments) => `/${segments.filter((segment) => !/^\.*$/.test(segment)).join('/')}`),
  region: words,
  service: words,
  contentType: fc.constantFrom('application/x-amz-json-1.0', 'text/plain'),
})
const keys = fc.record({
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
  secretAccessKey: visible(100),
  sessionToken: fc.option(visible(1_500), { nil: undefined }),
})
const moments = fc.integer({ min: 0, max: Date.UTC(2100, 0) })

test('a signature is the official one, whatever is signed, and on a day and at a second that follow another', async () => {
  const requests = fc.array(
    fc.tuple(visible(40), fc.uint8Array({ maxLength: 300 }), moments, fc.integer({ min: 0, max: 2_000 })),
    { minLength: 1, maxLength: 4 },
  )
  await fc.assert(
    fc.asyncProperty(places, keys, requests, async (place, pair, list) => {
      const sign = createSignRequest(place, pair)
      for (const [target, bytes, now, later] of list) {
        for (const moment of [now, now + later]) {
          const body = Buffer.from(bytes)
          expect(sign(target, body, moment)).toEqual(
            await officialSignature(place, pair, target, body, moment),
          )
        }
      }
    }),
    { numRuns: 150 },
  )
})
