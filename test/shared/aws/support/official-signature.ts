import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { SignedPlace, SigningKeys } from '../../../../shared/aws/sign-request.ts'

/** What the official signer makes of the same request. */
export async function officialSignature(
  place: SignedPlace,
  keys: SigningKeys,
  target: string,
  body: Buffer,
  now: number,
) {
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
