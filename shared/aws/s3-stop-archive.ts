import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { StopArchive } from '../stop/stop-archive.ts'
import { throwExplained } from './explain-error.ts'

export function createS3StopArchive(deps: { client: Pick<S3Client, 'send'>; bucket: string }): StopArchive {
  const { client, bucket: Bucket } = deps
  return {
    async put(Key, Body) {
      await client
        .send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json' }))
        .catch((error: unknown) => throwExplained(error, `PutObject of s3://${Bucket}/${Key}`))
    },
  }
}
