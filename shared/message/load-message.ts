import * as z from 'zod/mini'
import type { LoadRequest } from './load-request.ts'

const text = z.string().check(z.minLength(1))

const shape = z.object({
  kind: z.literal('load'),
  object: z.object({
    bucket: text,
    key: text,
    versionId: z.exactOptional(text),
    sequencer: z.exactOptional(text),
    sizeBytes: z.exactOptional(z.int().check(z.nonnegative())),
    etag: z.exactOptional(text),
    uploadedAt: z.exactOptional(text),
  }),
  launch: z.exactOptional(z.int().check(z.positive())),
  capacity: z.exactOptional(z.enum(['spot', 'on-demand'])),
  attempt: z.exactOptional(z.int().check(z.nonnegative())),
  withoutCapacity: z.exactOptional(z.int().check(z.nonnegative())),
  /** For a person: why it was sent, or why it lies among the dead letters. */
  reason: z.exactOptional(z.string()),
})

/** What our own parts send each other in `loads`, `launches` and their dead-letter queues. */
export type LoadMessage = z.infer<typeof shape>

export const loadMessage = z.pipe(
  shape,
  z.transform(({ kind: _kind, reason: _reason, launch, ...request }): readonly LoadRequest[] => [
    { ...request, launchNumber: launch ?? 1 },
  ]),
)

/** The body of a message. Its characters are those that SQS takes, whatever the key. */
export function formatLoadMessage(message: Omit<LoadMessage, 'kind'>): string {
  return JSON.stringify({ kind: 'load', ...message }).replace(
    /[\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  )
}
