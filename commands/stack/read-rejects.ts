import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { countRejects, type RejectGroup } from './count-rejects.ts'

/** Of a longer reject file the beginning is told. */
const BYTES_READ_MAX = 8 * 1024 * 1024

const rejectSchema = z.object({
  line: z.number().nullable(),
  column: z.string().nullable(),
  rule: z.string(),
  value: z.string(),
})

/** The rejects of a load by rule and column, from its reject file, and whether that is all of it. */
export async function readRejects(
  s3: S3Client,
  bucket: string,
  key: string,
): Promise<{ readonly groups: readonly RejectGroup[]; readonly isWhole: boolean }> {
  const Range = `bytes=0-${BYTES_READ_MAX - 1}`
  const { Body, ContentRange } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }))
  const bytes = Number(ContentRange?.split('/').at(-1) ?? 0)
  const isWhole = bytes <= BYTES_READ_MAX
  const lines = ((await Body?.transformToString()) ?? '').split('\n')
  // Behind the last line feed stands nothing, or what the range has cut.
  lines.pop()
  const rejects = countRejects()
  for (const line of lines) {
    const reject = rejectSchema.parse(JSON.parse(line))
    // The fault of the file as a whole stands in the last line; the ledger tells it too.
    if (reject.line !== null) rejects.add(reject)
  }
  return { groups: rejects.groups(), isWhole }
}
