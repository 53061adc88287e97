import type { Range } from '../store/versions.ts'
import { prefixEnd } from './prefix-end.ts'

export interface ListRequest {
  readonly prefix: string
  readonly delimiter: string
  /** Entries and common prefixes together. */
  readonly limit: number
  /** Where to go on; from the beginning where absent. */
  readonly after?: Pick<Range, 'from' | 'inclusive' | 'olderThan'>
}

export interface ListPage<Entry> {
  readonly entries: readonly Entry[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  /** The last entry or common prefix; the next page goes on behind it. */
  readonly last?: Entry | string
}

/** One page of keys: those behind `after` that begin with the prefix, rolled up at the delimiter. */
export function listPage<Entry extends { readonly key: string }>(
  request: ListRequest,
  scan: (range: Range, limit: number) => Entry[],
): ListPage<Entry> {
  const entries: Entry[] = []
  const commonPrefixes: string[] = []
  let last: Entry | string | undefined
  let range: Range | undefined = startRange(request)
  while (range) {
    const wanted = request.limit - entries.length - commonPrefixes.length + 1
    const batch = scan(range, wanted)
    let rolledUp: string | undefined
    for (const entry of batch) {
      if (entries.length + commonPrefixes.length === request.limit) {
        return {
          entries,
          commonPrefixes,
          isTruncated: request.limit > 0,
          ...(last === undefined ? {} : { last }),
        }
      }
      rolledUp = commonPrefix(entry.key, request)
      last = rolledUp ?? entry
      if (rolledUp !== undefined) break
      entries.push(entry)
    }
    if (rolledUp !== undefined) commonPrefixes.push(rolledUp)
    else if (batch.length < wanted) break
    range = rolledUp === undefined ? undefined : behindPrefix(rolledUp, range)
  }
  return { entries, commonPrefixes, isTruncated: false }
}

/** The part of a key up to the first delimiter behind the prefix. */
function commonPrefix(key: string, { prefix, delimiter }: Pick<ListRequest, 'prefix' | 'delimiter'>) {
  const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1
  return at < 0 ? undefined : key.slice(0, at + delimiter.length)
}

function startRange(request: ListRequest): Range | undefined {
  const below = prefixEnd(request.prefix)
  const limits = below === undefined ? {} : { below }
  const { after } = request
  if (!after || Buffer.compare(Buffer.from(after.from), Buffer.from(request.prefix)) < 0) {
    return { from: request.prefix, inclusive: true, ...limits }
  }
  // A page that ended with a common prefix goes on behind all that is rolled up in it.
  const ended = after.from.startsWith(request.prefix) && commonPrefix(after.from, request) === after.from
  return ended ? behindPrefix(after.from, { from: '', inclusive: true, ...limits }) : { ...after, ...limits }
}

function behindPrefix(prefix: string, range: Range): Range | undefined {
  const from = prefixEnd(prefix)
  if (from === undefined) return undefined
  return { from, inclusive: true, ...(range.below === undefined ? {} : { below: range.below }) }
}
