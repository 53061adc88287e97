import type { Dataset } from '../dataset/dataset.ts'
import { listedPrefixes } from '../dataset/listed-prefixes.ts'
import { matchDataset } from '../dataset/match-dataset.ts'
import { loadId } from '../load/end-load.ts'
import type { LoadId } from '../load/ledger.ts'
import type { ObjectVersion } from '../load/object-version.ts'
import type { Clock } from '../platform/clock.ts'
import type { AuditLedger, BucketPass, ListMarker } from './audit-ledger.ts'
import type { createEnterLoad } from './enter-load.ts'
import { inParallel } from './in-parallel.ts'
import { PREFIXES_AT_ONCE, REPAIRS_AT_ONCE } from './limits.ts'
import { nextRepair, type QueueSight } from './next-repair.ts'
import { type Route, type Routes, routeOf } from './routes.ts'

/** The versions in a bucket, by key, the newest of a key first. Delete markers are left out. */
export interface VersionListing {
  page(
    prefix: string,
    after?: ListMarker,
  ): Promise<{ readonly versions: readonly ObjectVersion[]; readonly next?: ListMarker }>
}

export interface WalkBucketDeps {
  readonly listing: VersionListing
  readonly ledger: Pick<AuditLedger, 'known'>
  readonly datasets: readonly Dataset[]
  readonly routes: Routes
  readonly lostAfterMs: number
  readonly enterLoad: ReturnType<typeof createEnterLoad>
  readonly clock: Clock
}

export interface WalkBucketRequest {
  readonly pass: BucketPass
  /** The queues as the run found them. What the run itself sends must not look like a backlog. */
  readonly queues: Readonly<Record<Route['name'], QueueSight>>
  /** Ends the walk before its next page. */
  readonly signal: AbortSignal
  /** Makes a place durable. What was found before it is repaired. */
  save(pass: BucketPass): Promise<void>
}

/** Holds the bucket against the ledger, from where the pass stands, and enters what the ledger does not know. */
export function createWalkBucket(deps: WalkBucketDeps) {
  const { listing, ledger, datasets, routes, lostAfterMs, enterLoad, clock } = deps
  const prefixes = listedPrefixes(datasets)

  return async function walkBucket(request: WalkBucketRequest): Promise<BucketPass> {
    let { pass } = request
    await inParallel(prefixes, PREFIXES_AT_ONCE, async (prefix) => {
      let marker = pass.markers[prefix]
      while (marker !== 'end' && !request.signal.aborted) {
        const { versions, next } = await listing.page(prefix, marker)
        const { compared, unknown } = await compare(versions, request)
        marker = next ?? 'end'
        pass = {
          ...pass,
          markers: { ...pass.markers, [prefix]: marker },
          listed: pass.listed + versions.length,
          compared: pass.compared + compared,
          unknown: pass.unknown + unknown,
        }
        await request.save(pass)
      }
    })
    return pass
  }

  async function compare(
    versions: readonly ObjectVersion[],
    request: WalkBucketRequest,
  ): Promise<{ compared: number; unknown: number }> {
    const { since } = request.pass
    const recent = versions.filter(
      ({ key, uploadedAt }) =>
        (since === undefined || uploadedAt === undefined || uploadedAt >= since) &&
        matchDataset(datasets, key),
    )
    const known = new Set((await ledger.known(recent.map(loadId))).map(textOf))
    const unknown = recent.filter((object) => !known.has(textOf(loadId(object))))
    await inParallel(unknown, REPAIRS_AT_ONCE, (object) => enterIfLost(object, request))
    return { compared: recent.length, unknown: unknown.length }
  }

  async function enterIfLost(object: ObjectVersion, { queues }: WalkBucketRequest): Promise<void> {
    const dataset = matchDataset(datasets, object.key)
    const route = routeOf(routes, { size: object.sizeBytes })
    const repair = nextRepair({
      ...{ object, item: undefined, lease: undefined, when: dataset?.when },
      ...{ queue: queues[route.name], now: clock.now(), lostAfterMs },
    })
    if (dataset && repair.kind === 'enter') await enterLoad(object, dataset, repair.reason)
  }
}

export function isWholePass(pass: BucketPass, datasets: readonly Dataset[]): boolean {
  return listedPrefixes(datasets).every((prefix) => pass.markers[prefix] === 'end')
}

function textOf({ object, version }: LoadId): string {
  return `${version} ${object}`
}
