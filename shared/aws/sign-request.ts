import { createHmac, hash } from 'node:crypto'

/** Where the signed requests go: the same for all of a client. */
export interface SignedPlace {
  readonly host: string
  /** As it is sent. */
  readonly path: string
  readonly region: string
  readonly service: string
  readonly contentType: string
}

export interface SigningKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

interface Signature {
  /** For `x-amz-date`. */
  readonly date: string
  readonly authorization: string
}

/** Signs one POST with this `x-amz-target`. `now` is in milliseconds since 1970, and never before 1970. */
export type SignRequest = (target: string, body: Uint8Array, now: number) => Signature

const ALGORITHM = 'AWS4-HMAC-SHA256'
const BLOCK_BYTES = 64
const DIGEST_BYTES = 32

/**
 * Signature Version 4 for one place and one set of keys. What is the same from request to request is made once: in a
 * second the dates, in a day the key.
 */
export function createSignRequest(place: SignedPlace, keys: SigningKeys): SignRequest {
  const names = ['content-type', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target']
  const signed = names.filter((name) => keys.sessionToken || name !== 'x-amz-security-token').join(';')
  const head = `POST\n${canonicalPath(place.path)}\n\ncontent-type:${place.contentType}\nhost:${place.host}\nx-amz-date:`
  const token = keys.sessionToken ? `x-amz-security-token:${keys.sessionToken}\n` : ''
  let second = -1
  let date = ''
  let day = ''
  let authorization = ''
  let key: Uint8Array = Buffer.alloc(0)
  let sign = hmacOfHash(key, '')

  function turn(now: number): void {
    second = Math.floor(now / 1000)
    date = new Date(second * 1000).toISOString().replaceAll(/[-:]|\.000/g, '')
    const scope = `${date.slice(0, 8)}/${place.region}/${place.service}/aws4_request`
    authorization = `${ALGORITHM} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=`
    if (date.slice(0, 8) !== day) {
      day = date.slice(0, 8)
      key = signingKey(keys.secretAccessKey, day, place)
    }
    sign = hmacOfHash(key, `${ALGORITHM}\n${date}\n${scope}\n`)
  }

  return (target, body, now) => {
    if (Math.floor(now / 1000) !== second) turn(now)
    const canonical = `${head}${date}\n${token}x-amz-target:${target}\n\n${signed}\n${hash('sha256', body)}`
    return { date, authorization: authorization + sign(hash('sha256', canonical)) }
  }
}

function signingKey(secret: string, day: string, { region, service }: SignedPlace): Buffer {
  return [day, region, service, 'aws4_request'].reduce(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  )
}

/**
 * HMAC of a text that ends in a hash in hexadecimal, as two plain hashes over blocks that are kept: half of what
 * node:crypto's own costs for a text so short. The key is no longer than a block.
 */
function hmacOfHash(key: Uint8Array, before: string): (hexHash: string) => string {
  const block = Buffer.alloc(BLOCK_BYTES)
  block.set(key)
  const head = Buffer.concat([block.map((byte) => byte ^ 0x36), Buffer.from(before)])
  const inner = Buffer.concat([head, Buffer.alloc(2 * DIGEST_BYTES)])
  const outer = Buffer.concat([block.map((byte) => byte ^ 0x5c), Buffer.alloc(DIGEST_BYTES)])
  return (hexHash) => {
    inner.write(hexHash, head.length, 'latin1')
    // Hexadecimal there and back costs less than a buffer for the result.
    outer.write(hash('sha256', inner), BLOCK_BYTES, 'hex')
    return hash('sha256', outer)
  }
}

/** Escaped once more than it is sent, as all services but S3 want it. */
function canonicalPath(path: string): string {
  return encodeURIComponent(path.replaceAll(/\/+/g, '/'))
    .replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
}
