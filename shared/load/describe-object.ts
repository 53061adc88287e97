import type { LoadItem } from './ledger.ts'
import type { ObjectVersion } from './object-version.ts'

/** What the ledger keeps of an object version besides its name. What is not known is left out, and overwrites nothing. */
export function describeObject(object: ObjectVersion): Partial<LoadItem> {
  const { sequencer, sizeBytes, etag, uploadedAt } = object
  return {
    ...(sequencer === undefined ? {} : { sequencer }),
    ...(sizeBytes === undefined ? {} : { size: sizeBytes }),
    ...(etag === undefined ? {} : { etag }),
    ...(uploadedAt === undefined ? {} : { uploadedAt }),
  }
}
