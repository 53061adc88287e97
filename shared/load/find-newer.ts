import type { LoadItem } from './ledger.ts'
import type { ObjectVersion } from './object-version.ts'

/** The version ids of one key, newest first. Asked only where sequencers cannot tell. */
export interface VersionOrder {
  newestFirst(object: Pick<ObjectVersion, 'bucket' | 'key'>): Promise<readonly string[]>
}

/**
 * Which of `others` are newer versions of the key than `object`. Both must have a sequencer for it to decide; otherwise
 * the bucket's listing does. A version that is no longer listed is newer than none: what is there replaces it.
 */
export async function findNewer(
  object: ObjectVersion,
  others: readonly LoadItem[],
  order: VersionOrder,
): Promise<readonly LoadItem[]> {
  const unsure = others.filter(({ sequencer }) => !sequencer || !object.sequencer)
  const listed = unsure.length > 0 ? await order.newestFirst(object) : []
  const place = listed.indexOf(object.versionId)
  return others.filter((other) => {
    if (other.sequencer && object.sequencer) return compareSequencers(other.sequencer, object.sequencer) > 0
    const otherPlace = listed.indexOf(other.version)
    return otherPlace >= 0 && otherPlace < place
  })
}

/** S3's order of the events of one key: text, the shorter one padded with zeros on its right. */
export function compareSequencers(one: string, other: string): number {
  const length = Math.max(one.length, other.length)
  const left = one.padEnd(length, '0')
  const right = other.padEnd(length, '0')
  return left === right ? 0 : left < right ? -1 : 1
}
