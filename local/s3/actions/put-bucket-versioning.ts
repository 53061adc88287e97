import { z } from 'zod'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { readXml } from '../body/read-xml.ts'

export const putBucketVersioning: S3Action = {
  name: 'PutBucketVersioning',
  method: 'PUT',
  level: 'bucket',
  subresource: 'versioning',
  run,
}

const Body = z.object({ VersioningConfiguration: z.object({ Status: z.enum(['Enabled', 'Suspended']) }) })

async function run(call: S3Call, { store }: S3Deps): Promise<S3Answer> {
  store.buckets.get(call.bucket)
  const versioning = (await readXml(call, Body)).VersioningConfiguration.Status
  store.buckets.put({ ...store.buckets.get(call.bucket), versioning })
  return {}
}
