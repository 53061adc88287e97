import type {
  Claimed,
  Expected,
  Lease,
  Leases,
  Ledger,
  LoadChange,
  LoadId,
  LoadItem,
} from '../../../../shared/load/ledger.ts'

export interface MemoryLedger extends Ledger {
  items(): LoadItem[]
  put(item: LoadItem): void
  lease(object: string): Lease | undefined
  putLease(object: string, lease: Lease): void
  removeLease(object: string): void
  readonly leases: Leases
  answeredAt: number | undefined
}

/** Ledger and leases in memory, with the conditions of the real ones. */
export function createMemoryLedger(): MemoryLedger {
  const items = new Map<string, LoadItem>()
  const leases = new Map<string, Lease>()
  const memory: MemoryLedger = {
    items: () => [...items.values()],
    put: (item) => void items.set(keyOf(item), item),
    lease: (object) => leases.get(object),
    putLease: (object, lease) => void leases.set(object, lease),
    removeLease: (object) => void leases.delete(object),
    answeredAt: undefined,
    versions: async (object, claimed) => ({
      items: [...items.values()].filter((item) => item.object === object && concerns(item, claimed)),
      ...(memory.answeredAt === undefined ? {} : { answeredAt: memory.answeredAt }),
    }),
    read: async (id) => items.get(keyOf(id)),
    change: async (id, expected, change) => {
      const item = items.get(keyOf(id))
      if (!isAs(expected, item)) return 'refused'
      items.set(keyOf(id), changed(id, item, change))
      return 'done'
    },
    leases: {
      read: async (object) => leases.get(object),
      take: async (object, lease, freeBefore) => {
        const other = leases.get(object)
        if (other && other.expiresAt >= freeBefore && other.owner !== lease.owner) return 'held'
        leases.set(object, lease)
        return 'taken'
      },
      renew: async (object, owner, expiresAt) => {
        const lease = leases.get(object)
        if (lease?.owner !== owner) return 'lost'
        leases.set(object, { ...lease, expiresAt })
        return 'renewed'
      },
      release: async (object, owner) => {
        if (leases.get(object)?.owner === owner) leases.delete(object)
      },
    },
  }
  return memory
}

function concerns({ status, sequencer }: LoadItem, claimed: Claimed | undefined): boolean {
  if (!claimed?.sequencer || !sequencer) return true
  return status === 'queued' || status === 'loading' || sequencer >= claimed.sequencer
}

function keyOf({ object, version }: LoadId): string {
  return `${object}\n${version}`
}

function isAs(expected: Expected, item: LoadItem | undefined): boolean {
  if (expected.kind === 'absent') return item === undefined
  return item?.attempt === expected.attempt && expected.statuses.includes(item.status)
}

function changed(id: LoadId, item: LoadItem | undefined, { set, remove = [] }: LoadChange): LoadItem {
  const before = Object.entries(item ?? {}).filter(([name]) => !remove.includes(name as keyof LoadItem))
  return { ...Object.fromEntries(before), ...set, ...id } as LoadItem
}
