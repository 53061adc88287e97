import { parseMessage } from '../../shared/message/parse-message.ts'

/** The size of the largest object that a message names; undefined where it leaves one out. */
export function createBytesOf({ landingBucket }: { readonly landingBucket: string }) {
  return function bytesOf({ body }: { readonly body: string }): number | undefined {
    const message = parseMessage(body, { landingBucket })
    if (message.kind !== 'load') return 0
    const sizes = message.requests.map(({ object }) => object.sizeBytes)
    return sizes.every((size) => size !== undefined) ? Math.max(...sizes) : undefined
  }
}
