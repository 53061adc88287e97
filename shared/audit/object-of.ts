import type { LoadItem } from '../load/ledger.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'

/** The object version of a ledger's item. Undefined for one of another bucket: this stack cannot read it. */
export function objectOf(item: LoadItem, bucket: string): ObjectVersion | undefined {
  const { object, version, sequencer, size, etag, uploadedAt } = item
  const start = objectName({ bucket, key: '' })
  if (!object.startsWith(start)) return undefined
  return {
    ...{ bucket, key: object.slice(start.length), versionId: version },
    ...(sequencer === undefined ? {} : { sequencer }),
    ...(size === undefined ? {} : { sizeBytes: size }),
    ...(etag === undefined ? {} : { etag }),
    ...(uploadedAt === undefined ? {} : { uploadedAt }),
  }
}
