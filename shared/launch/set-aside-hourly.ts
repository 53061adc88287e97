import type { Dataset } from '../dataset/dataset.ts'
import { isFolderMarker } from '../dataset/is-folder-marker.ts'
import { listedPrefixes } from '../dataset/listed-prefixes.ts'
import { matchDataset } from '../dataset/match-dataset.ts'
import type { Leases, Ledger } from '../load/ledger.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'
import type { LoadOutcome, TerminalStatus } from '../load/outcome.ts'
import { createSetAside } from '../load/set-aside.ts'
import type { ResolvedRequest } from '../message/load-request.ts'
import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'

export interface SetAsideDeps {
  /** Those whose files come here whatever their size; no file of another dataset lies under their prefixes. */
  readonly hourly: readonly Pick<Dataset, 'name' | 'match'>[]
  readonly ledger: Ledger
  readonly leases: Pick<Leases, 'read'>
  readonly clock: Clock
}

export type SetAside =
  | { readonly kind: 'set-aside'; readonly status: 'queued' | 'ignored' }
  /** The load was at its end before. */
  | { readonly kind: 'already'; readonly status: TerminalStatus }
  | { readonly kind: 'not-now'; readonly error: StevedoreError }

/** Notes what needs no task: a file that waits for the hour, or lies among such files and is of no dataset. Undefined for others. */
export function createSetAsideHourly({ hourly, ...deps }: SetAsideDeps) {
  const prefixes = listedPrefixes(hourly)
  const { ignore, waitForHour } = createSetAside(deps)

  return async function setAside({ object, attempt }: ResolvedRequest): Promise<SetAside | undefined> {
    const dataset = matchDataset(hourly, object.key)
    if (dataset) return told(object, await waitForHour(object, dataset, attempt), 'queued')
    if (!prefixes.some((prefix) => object.key.startsWith(prefix))) return undefined
    const code = isFolderMarker(object.key) ? 'ignored.folder-marker' : 'ignored.no-dataset'
    return told(object, await ignore(object, code), 'ignored')
  }
}

function told(object: ObjectVersion, outcome: LoadOutcome, status: 'queued' | 'ignored'): SetAside {
  if (outcome.kind === 'already') return outcome
  if (outcome.kind !== 'busy') return { kind: 'set-aside', status }
  const message = `${objectName(object)} is being loaded by a worker that has a dataset for it. It is looked at again`
  return { kind: 'not-now', error: new StevedoreError('dependency.unavailable', message) }
}
