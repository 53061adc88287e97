import * as z from 'zod/mini'
import type { LoadRequest } from './load-request.ts'

const text = z.string().check(z.minLength(1))

/** Here, unlike in an event of the bus, a key is URL-encoded, with `+` for a space. */
const encodedKey = z.pipe(
  text,
  z.transform((key, context) => {
    try {
      return decodeURIComponent(key.replaceAll('+', ' '))
    } catch {
      context.issues.push({ code: 'custom', message: 'not URL-encoded', input: key })
      return z.NEVER
    }
  }),
)

/**
 * What S3 sends to a queue by itself, for buckets wired without EventBridge.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const bucketNotification = z.pipe(
  z.object({
    Records: z
      .array(
        z.object({
          eventSource: z.literal('aws:s3'),
          eventName: z.string().check(z.startsWith('ObjectCreated:')),
          eventTime: z.exactOptional(z.iso.datetime({ offset: true })),
          s3: z.object({
            bucket: z.object({ name: text }),
            object: z.object({
              key: encodedKey,
              size: z.exactOptional(z.int().check(z.nonnegative())),
              eTag: z.exactOptional(text),
              versionId: z.exactOptional(text),
              sequencer: z.exactOptional(text),
            }),
          }),
        }),
      )
      .check(z.minLength(1)),
  }),
  z.transform(({ Records }): readonly LoadRequest[] =>
    Records.map(({ eventTime, s3: { bucket, object } }) => ({
      object: {
        bucket: bucket.name,
        key: object.key,
        ...(object.versionId === undefined ? {} : { versionId: object.versionId }),
        ...(object.sequencer === undefined ? {} : { sequencer: object.sequencer }),
        ...(object.size === undefined ? {} : { sizeBytes: object.size }),
        ...(object.eTag === undefined ? {} : { etag: object.eTag }),
        ...(eventTime === undefined ? {} : { uploadedAt: eventTime }),
      },
      launchNumber: 1,
    })),
  ),
)

/** Sent once when such a notification is set up. */
export const testEvent = z.object({ Service: z.literal('Amazon S3'), Event: z.literal('s3:TestEvent') })
