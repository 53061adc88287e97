import type { Dataset } from '../../../../shared/dataset/dataset.ts'
import type { Rejects } from '../../../../shared/load/collect-rejects.ts'
import type { DeadLetter } from '../../../../shared/load/dead-letter.ts'
import type { LoadItem } from '../../../../shared/load/ledger.ts'
import { createLoadObject, type LoadObjectDeps } from '../../../../shared/load/load-object.ts'
import type { ObjectVersion } from '../../../../shared/load/object-version.ts'
import type { Objects } from '../../../../shared/load/read-object.ts'
import type { Tables } from '../../../../shared/load/send-rows.ts'
import { createLog, type Log } from '../../../../shared/platform/log.ts'
import { readRows } from '../../../../shared/row/read-rows.ts'
import type { Item } from '../../../../shared/row/row.ts'
import { createMemoryLedger } from './memory-ledger.ts'
import { createTestClock } from './test-clock.ts'

export const things: Dataset = {
  name: 'things',
  match: 'things/**/*.csv',
  format: {
    kind: 'delimited',
    delimiter: ',',
    quote: '"',
    comment: null,
    header: null,
    headerMatch: 'exact',
  },
  key: { partition: { kind: 'column', column: 'id', type: 'S' }, sort: null },
  columns: [column('id', 'string'), column('n', 'integer')],
  write: { kind: 'put' },
  ttl: null,
  when: 'arrival',
  rejectLimit: { kind: 'percent', percent: 5 },
}

function column(name: string, type: 'string' | 'integer'): Dataset['columns'][number] {
  return {
    name,
    from: name,
    type,
    required: true,
    empty: 'omit',
    default: null,
    pattern: null,
    min: null,
    max: null,
    length: null,
    enum: null,
  }
}

export const first: ObjectVersion = {
  bucket: 'landing',
  key: 'things/a.csv',
  versionId: 'v1',
  sequencer: '0A',
}
export const second: ObjectVersion = { ...first, versionId: 'v2', sequencer: '0B' }
export const NAME = 's3://landing/things/a.csv'

export function item(fields: Partial<LoadItem> = {}): LoadItem {
  return {
    object: NAME,
    version: 'v1',
    sequencer: fields.version === 'v2' ? '0B' : '0A',
    status: 'loading',
    statusAt: '2026-01-01T00:00:00.000Z',
    attempt: 1,
    fruitless: 0,
    ...fields,
  }
}

/** A whole loader on fakes. `effects` tells, in their order, the writes that others can see. */
export function setup(options: { files?: Record<string, string>; datasets?: readonly Dataset[] } = {}) {
  const effects: string[] = []
  const memory = createMemoryLedger()
  const clock = createTestClock()
  const files = new Map(Object.entries(options.files ?? { v1: 'id,n\na,1\nb,2\n', v2: 'id,n\na,10\n' }))
  const rows = new Map<string, Item>()
  const stored = new Map<string, string>()
  const letters: DeadLetter[] = []
  const lines: string[] = []
  let tokens = 0

  const objects: Objects = {
    open: async ({ versionId }, { from }) => {
      const text = files.get(versionId)
      if (text === undefined) return { kind: 'gone' }
      const bytes = Buffer.from(text).subarray(from)
      return { kind: 'opened', bytes: chunksOf(bytes), bytesLeft: bytes.length, etag: `"${versionId}"` }
    },
  }
  const tables: Tables = {
    write: async (_table, items) => {
      for (const row of items) rows.set(JSON.stringify(row.id), row)
      effects.push(`rows ${items.length}`)
      return { kind: 'answered', unwritten: [] }
    },
  }
  const rejects: Rejects = {
    putPart: async (key, bytes) => {
      stored.set(key, Buffer.from(bytes).toString())
      effects.push('reject part')
    },
    join: async (parts, tail, key) => {
      stored.set(key, parts.map((part) => stored.get(part)).join('') + Buffer.from(tail).toString())
      effects.push('reject file')
    },
    removeParts: async (parts) => {
      for (const part of parts) stored.delete(part)
      effects.push('parts removed')
    },
  }
  const log: Log = createLog('load-object', (line) => lines.push(line), clock.now)
  const deps: LoadObjectDeps = {
    ledger: {
      ...memory,
      change: async (id, expected, change) => {
        const answer = await memory.change(id, expected, change)
        if (answer === 'done' && change.set.status) effects.push(`ledger ${change.set.status}`)
        return answer
      },
    },
    leases: {
      ...memory.leases,
      release: async (object, owner) => {
        await memory.leases.release(object, owner)
        effects.push('lease deleted')
      },
    },
    order: { newestFirst: async () => [...files.keys()].reverse() },
    deadLetters: {
      send: async (letter) => {
        letters.push(letter)
        effects.push('dead letter')
      },
    },
    objects,
    tables,
    rejects,
    readRows,
    tableName: (dataset) => `test-${dataset}`,
    datasets: options.datasets ?? [things],
    clock,
    random: () => 0.5,
    newToken: () => `token-${++tokens}`,
    taskArn: 'arn:task',
    log,
  }
  const signal = new AbortController().signal

  return {
    ...{ deps, memory, clock, effects, files, rows, stored, letters, lines, signal },
    ledgerItem: (version: string) => memory.items().find((found) => found.version === version),
    /** Loads with changed parts, moving the clock as far as it takes. */
    load: (object = first, changes: Partial<LoadObjectDeps> = {}, messageAttempt?: number) =>
      clock.until(createLoadObject({ ...deps, ...changes })(object, { signal, messageAttempt })),
  }
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
