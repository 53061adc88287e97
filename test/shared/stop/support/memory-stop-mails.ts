import type { Claim, DigestEntry, StopMails } from '../../../../shared/stop/stop-mails.ts'

interface Item {
  until: number
  told?: true
  digest?: string
}

/** Who tells what, in memory. */
export function createMemoryStopMails(): StopMails {
  const items = new Map<string, Item>()
  const counts = new Map<string, number>()
  const entries = new Map<string, Map<string, DigestEntry>>()

  function claim(key: string, now: number, until: number): Claim {
    const item = items.get(key)
    if (item?.told) return { kind: 'told' }
    if (item?.digest !== undefined) return { kind: 'in-digest', window: item.digest }
    if (item && item.until >= now) return { kind: 'held' }
    items.set(key, { until })
    return { kind: 'claimed' }
  }

  return {
    claimStop: async (taskArn, now, until) => claim(taskArn, now, until),
    stopTold: async (taskArn) => void items.set(taskArn, { until: 0, told: true }),
    countMail: async (window) => {
      const count = (counts.get(window) ?? 0) + 1
      counts.set(window, count)
      return count
    },
    addToDigest: async (window, entry) => {
      const all = entries.get(window) ?? new Map<string, DigestEntry>()
      entries.set(window, all.set(entry.taskArn, entry))
      if (items.has(`digest ${window}`)) return 'closed'
      items.set(entry.taskArn, { until: 0, digest: window })
      return 'added'
    },
    claimDigest: async (window, now, until) =>
      claim(`digest ${window}`, now, until) as Exclude<Claim, { kind: 'in-digest' }>,
    digest: async (window) => [...(entries.get(window)?.values() ?? [])],
    digestTold: async (window) => void items.set(`digest ${window}`, { until: 0, told: true }),
  }
}
