import type { Dataset } from '../shared/dataset/dataset.ts'
import { listedPrefixes, plainPrefix } from '../shared/dataset/listed-prefixes.ts'

/** The environment of a function has 4 KB in all: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
const HOURLY_BYTES_MAX = 2_000
/** Of `detail.object`. A whole pattern has 2,048 characters: EventBridge quotas, "Event pattern size". */
const PATTERN_BYTES_MAX = 1_700

type Routed = Pick<Dataset, 'name' | 'match' | 'when'>

export interface ObjectRoutes {
  /** Patterns for an event's `detail.object`: each object is taken by one of them. */
  readonly small: object
  readonly large: object
  /** Datasets whose files take the way of large objects whatever their size. */
  readonly hourly: readonly Pick<Routed, 'name' | 'match'>[]
}

/**
 * Which way an object takes: by its size, but files that wait for the hour to `launch-load`. A function notes them at no
 * cost to speak of, where a task of the service would have to be there, or to be started, for each.
 */
export function objectRoutes(
  datasets: readonly Routed[],
  { routeBytes, launch }: { readonly routeBytes: number; readonly launch: string },
): ObjectRoutes {
  const upTo = [{ size: [{ numeric: ['<=', routeBytes] }] }, { size: [{ exists: false }] }]
  const above = { size: [{ numeric: ['>', routeBytes] }] }
  // With `direct` the rule for large objects starts a task.
  const alone = launch === 'queue' ? standingAlone(datasets) : []
  const prefixes = listedPrefixes(alone)
  const hourly = alone.map(({ name, match }) => ({ name, match }))
  const large = { $or: [above, { key: prefixes.map((prefix) => ({ prefix })) }] }
  const fits = bytesOf(hourly) <= HOURLY_BYTES_MAX && bytesOf(large) <= PATTERN_BYTES_MAX
  if (hourly.length === 0 || !fits) return { small: { $or: upTo }, large: above, hourly: [] }
  return { small: { key: [{ 'anything-but': { prefix: prefixes } }], $or: upTo }, large, hourly }
}

/** The hourly datasets under whose prefixes no other file can lie: a pattern of EventBridge cannot say more of a key. */
function standingAlone(datasets: readonly Routed[]): readonly Routed[] {
  let alone = datasets.filter(({ when, match }) => when === 'hourly' && plainPrefix(match) !== '')
  for (let before = -1; before !== alone.length; ) {
    before = alone.length
    const others = datasets.filter((dataset) => !alone.includes(dataset))
    alone = alone.filter((dataset) => !others.some((other) => mayMeet(dataset, other)))
  }
  return alone
}

function mayMeet(one: Routed, other: Routed): boolean {
  const [a, b] = [plainPrefix(one.match), plainPrefix(other.match)]
  return a.startsWith(b) || b.startsWith(a)
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
