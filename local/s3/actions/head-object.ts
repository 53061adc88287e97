import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { describeRead } from '../describe-read.ts'

export const headObject: S3Action = { name: 'HeadObject', method: 'HEAD', level: 'object', run }

function run(call: S3Call, { store }: S3Deps): S3Answer {
  const { status, headers } = describeRead(call, store)
  return { status, headers }
}
