import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { describeRead } from '../describe-read.ts'
import { readObject } from '../read-object.ts'

export const getObject: S3Action = { name: 'GetObject', method: 'GET', level: 'object', run }

function run(call: S3Call, { store }: S3Deps): S3Answer {
  const { version, range, ...answer } = describeRead(call, store)
  const reader = readObject(store.blobs, version, range)
  return { ...answer, content: reader.copyTo }
}
