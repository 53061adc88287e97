import { z } from 'zod'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { readXml } from '../body/read-xml.ts'
import { findVersion, versionHeader } from '../find-version.ts'
import { checkTags } from '../tags.ts'

export const putObjectTagging: S3Action = {
  name: 'PutObjectTagging',
  method: 'PUT',
  level: 'object',
  subresource: 'tagging',
  run,
}

const Tag = z.object({ Key: z.string(), Value: z.string() })
const Body = z.object({
  Tagging: z.object({ TagSet: z.union([z.object({ Tag: z.array(Tag).default([]) }), z.string()]) }),
})

async function run(call: S3Call, { store }: S3Deps): Promise<S3Answer> {
  const bucket = store.buckets.get(call.bucket)
  const { TagSet } = (await readXml(call, Body, ['Tag'])).Tagging
  const tags = checkTags(
    typeof TagSet === 'string' ? [] : TagSet.Tag.map(({ Key, Value }): [string, string] => [Key, Value]),
  )
  const version = findVersion(store, bucket, call.key, call.query.get('versionId'))
  store.versions.putTags(version, tags)
  return { headers: versionHeader(bucket, version) }
}
