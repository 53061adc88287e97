import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSignRequest, type SignedPlace, type SigningKeys } from '../../../shared/aws/sign-request.ts'

/** What the official signer makes of the same request. */
async function official(place: SignedPlace, keys: SigningKeys, target: string, body: Buffer, now: number) {
  const { sessionToken, ...pair } = keys
  const signer = new SignatureV4({
    credentials: sessionToken === undefined ? pair : { ...pair, sessionToken },
    region: place.region,
    service: place.service,
    sha256: Sha256,
    applyChecksum: false,
  })
  const { headers } = await signer.sign(
    {
      ...{ method: 'POST', protocol: 'https:', hostname: place.host, path: place.path, query: {}, body },
      headers: { host: place.host, 'content-type': place.contentType, 'x-amz-target': target },
    },
    { signingDate: new Date(now) },
  )
  return { date: headers['x-amz-date'], authorization: headers.authorization }
}

class Sha256 {
  readonly #hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data))
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
  reset(): void {
    throw new Error('A hash is made for each use')
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data)
}

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
          expect(sign(target, body, moment)).toEqual(await official(place, pair, target, body, moment))
        }
      }
    }),
    { numRuns: 150 },
  )
})
