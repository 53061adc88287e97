import { compareSequencers, type VersionOrder } from '../../shared/load/find-newer.ts'
import type { Ledger, LoadItem } from '../../shared/load/ledger.ts'
import { StevedoreError } from '../../shared/platform/error.ts'
import type { ObjectAddress } from './object-address.ts'

export interface FoundLoad {
  readonly item: LoadItem
  /** All versions of the key, newest first. */
  readonly versions: readonly LoadItem[]
}

/** The load of the version that is named, or of the newest one. Throws `config.invalid` where the ledger has none. */
export async function findLoad(
  deps: { readonly ledger: Pick<Ledger, 'versions'>; readonly order: VersionOrder },
  address: ObjectAddress,
  version: string | undefined,
): Promise<FoundLoad> {
  const { items } = await deps.ledger.versions(address.name)
  const versions = await newestFirst(items, address, deps.order)
  const item = version === undefined ? versions[0] : versions.find((each) => each.version === version)
  if (item) return { item, versions }
  const known = versions.map((each) => each.version).join(', ')
  throw new StevedoreError(
    'config.invalid',
    known
      ? `The ledger has no version ${version} of ${address.name}. It has ${known}`
      : `The ledger has nothing of ${address.name}: no event of it was worked yet. npm run loads tells the names it has`,
  )
}

/** By sequencers where all have one, otherwise as the bucket lists them. */
async function newestFirst(
  items: readonly LoadItem[],
  { bucket, key }: ObjectAddress,
  order: VersionOrder,
): Promise<readonly LoadItem[]> {
  if (items.length < 2) return items
  if (items.every(({ sequencer }) => sequencer))
    return items.toSorted((one, other) => compareSequencers(other.sequencer ?? '', one.sequencer ?? ''))
  const listed = await order.newestFirst({ bucket, key })
  const place = ({ version }: LoadItem) => {
    const found = listed.indexOf(version)
    return found < 0 ? listed.length : found
  }
  return items.toSorted((one, other) => place(one) - place(other))
}
