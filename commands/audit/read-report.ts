import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { AuditReport } from '../../shared/audit/audit-report.ts'
import { throwExplained } from '../../shared/aws/explain-error.ts'

export const LATEST_PAGE = 'audit/latest.html'
const LATEST = 'audit/latest.json'

/** The last report of the stack's audit. Undefined where there is none yet. */
export async function readReport(
  s3: Pick<S3Client, 'send'>,
  resultsBucket: string,
): Promise<AuditReport | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: resultsBucket, Key: LATEST }))
    return JSON.parse((await Body?.transformToString()) ?? '') as AuditReport
  } catch (error) {
    if ((error as { name?: string }).name === 'NoSuchKey') return undefined
    return throwExplained(error, `GetObject of s3://${resultsBucket}/${LATEST}`)
  }
}
