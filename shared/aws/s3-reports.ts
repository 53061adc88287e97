import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod/mini'
import type { Reports } from '../audit/audit-report.ts'
import { REASONS, type Reason } from '../audit/next-repair.ts'
import type { RepairRecord } from '../audit/repair-log.ts'
import { reportPage } from '../audit/report-page.ts'
import { faultKind, throwExplained } from './explain-error.ts'

/** What `npm run audit` and people open first. */
const LATEST = 'audit/latest'

const repairs = z.array(
  z.object({
    object: z.string(),
    version: z.string(),
    reason: z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]),
    act: z.enum(['queued', 'sent', 'failed', 'gone', 'task stopped']),
    dataset: z.exactOptional(z.string()),
  }),
)

/** Reports in the results bucket: JSON and page side by side, by day and time, and the last one as the latest. */
export function createS3Reports(deps: { client: Pick<S3Client, 'send'>; bucket: string }): Reports {
  const { client, bucket: Bucket } = deps

  return {
    store: async (report) => {
      const { startedAt, id } = report.run
      const name = `audit/${startedAt.slice(0, 10)}/${startedAt.slice(11, 19).replaceAll(':', '')}-${id}`
      const json = JSON.stringify(report, undefined, 2)
      const page = reportPage(report)
      // The latest ones come last: who reads them finds the others too.
      for (const key of [name, LATEST]) {
        await put(`${key}.json`, json, 'application/json')
        await put(`${key}.html`, page, 'text/html; charset=utf-8')
      }
      return `${name}.html`
    },

    putRepairs: (runId, part, records) =>
      put(partKey(runId, part), JSON.stringify(records), 'application/json'),

    readRepairs: async (runId, part): Promise<RepairRecord[] | undefined> => {
      const Key = partKey(runId, part)
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
        return repairs.safeParse(JSON.parse((await Body?.transformToString()) ?? '')).data
      } catch (error) {
        // S3 denies what is not there to a role that may not list. JSON is whole, or was not written.
        if (isMissing(error) || faultKind(error) === 'denied') return undefined
        return throwExplained(error, `GetObject of s3://${Bucket}/${Key}`)
      }
    },
  }

  async function put(Key: string, Body: string, ContentType: string): Promise<void> {
    await client
      .send(new PutObjectCommand({ Bucket, Key, Body, ContentType }))
      .catch((error: unknown) => throwExplained(error, `PutObject of s3://${Bucket}/${Key}`))
  }
}

function isMissing(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404
}

/** Where the bucket removes what no report came to take. */
function partKey(runId: string, part: number): string {
  return `parts/audit/${runId}/${part}.json`
}
