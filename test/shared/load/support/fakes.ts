import type { Dataset } from '../../../../shared/dataset/dataset.ts'
import type { Rejects } from '../../../../shared/load/collect-rejects.ts'
import type { DeadLetter } from '../../../../shared/load/dead-letter.ts'
import type { ObjectRanges } from '../../../../shared/load/fetch-range.ts'
import type { LoadItem } from '../../../../shared/load/ledger.ts'
import { LOAD_LIMITS } from '../../../../shared/load/limits.ts'
import { createLoadObject, type LoadObjectDeps } from '../../../../shared/load/load-object.ts'
import type { ObjectVersion } from '../../../../shared/load/object-version.ts'
import { createLog, type Log } from '../../../../shared/platform/log.ts'
import { createRowReader } from '../../../../shared/row/create-row-reader.ts'
import type { SendRows } from '../../../../shared/write/tables.ts'
import { deliveryOf } from './delivery-of.ts'
import { createMemoryLedger } from './memory-ledger.ts'
import { createMemoryTable, tablesOf } from './memory-table.ts'
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
const UPLOADED_AT = '2026-01-01T00:00:00.000Z'
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
export function setup(
  options: { files?: Record<string, string | Buffer>; datasets?: readonly Dataset[] } = {},
) {
  const effects: string[] = []
  const memory = createMemoryLedger()
  const clock = createTestClock()
  const files = new Map<string, string | Buffer>(
    Object.entries(options.files ?? { v1: 'id,n\na,1\nb,2\n', v2: 'id,n\na,10\n' }),
  )
  const { rows, send: keep } = createMemoryTable()
  const stored = new Map<string, string>()
  const letters: DeadLetter[] = []
  const lines: string[] = []
  let tokens = 0

  const ranges: ObjectRanges = {
    read: async ({ versionId }, { from, bytesMax, etag }) => {
      const file = files.get(versionId)
      if (file === undefined || (etag !== undefined && etag !== versionId)) return { kind: 'gone' }
      const all = Buffer.from(file)
      const deliver = deliveryOf(chunksOf(all.subarray(from, from + bytesMax)))
      return { kind: 'range', deliver, sizeBytes: all.length, etag: versionId, uploadedAt: UPLOADED_AT }
    },
  }
  const send: SendRows = async (action, body) => {
    const answer = await keep(action, body)
    const { RequestItems } = JSON.parse(body.toString()) as { RequestItems?: Record<string, unknown[]> }
    effects.push(`rows ${Object.values(RequestItems ?? { one: [0] })[0]?.length}`)
    return answer
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
        if (answer === 'done' && change.set.checkpoint) effects.push('checkpoint')
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
    ranges,
    tables: tablesOf(send),
    rejects,
    createRowReader,
    limits: LOAD_LIMITS,
    tableName: (dataset) => `test-${dataset}`,
    datasets: options.datasets ?? [things],
    clock,
    random: () => 0.5,
    newToken: () => `token-${++tokens}`,
    taskArn: 'arn:task',
    stackName: 'stevedore-test',
    log,
  }
  const signal = new AbortController().signal

  return {
    ...{ deps, memory, clock, effects, files, rows, send, stored, letters, lines, signal },
    ledgerItem: (version: string) => memory.items().find((found) => found.version === version),
    /** Loads with changed parts, moving the clock as far as it takes. */
    load: (object = first, changes: Partial<LoadObjectDeps> = {}, messageAttempt?: number) =>
      clock.until(createLoadObject({ ...deps, ...changes })(object, { signal, messageAttempt })),
  }
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
