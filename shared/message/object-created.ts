import * as z from 'zod/mini'
import type { LoadRequest } from './load-request.ts'

const text = z.string().check(z.minLength(1))

/**
 * The event that S3 puts on the bus for a new object. Its key is as it is, not URL-encoded.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const objectCreated = z.pipe(
  z.object({
    'detail-type': z.literal('Object Created'),
    source: z.literal('aws.s3'),
    time: z.exactOptional(z.iso.datetime({ offset: true })),
    detail: z.object({
      bucket: z.object({ name: text }),
      object: z.object({
        key: text,
        size: z.exactOptional(z.int().check(z.nonnegative())),
        etag: z.exactOptional(text),
        'version-id': z.exactOptional(text),
        sequencer: z.exactOptional(text),
      }),
    }),
  }),
  z.transform(({ time, detail: { bucket, object } }): readonly LoadRequest[] => [
    {
      object: {
        bucket: bucket.name,
        key: object.key,
        ...(object['version-id'] === undefined ? {} : { versionId: object['version-id'] }),
        ...(object.sequencer === undefined ? {} : { sequencer: object.sequencer }),
        ...(object.size === undefined ? {} : { sizeBytes: object.size }),
        ...(object.etag === undefined ? {} : { etag: object.etag }),
        ...(time === undefined ? {} : { uploadedAt: time }),
      },
      launchNumber: 1,
    },
  ]),
)
