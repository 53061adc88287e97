import type { TableKeys } from '../dataset/table-keys.ts'
import type { EncodedRow } from '../row/encoded-row.ts'
import type { Item } from '../row/row.ts'
import { createAcceptedRecords } from './accepted-records.ts'
import type { RowWrite } from './compile-write.ts'
import { conditionalFormat } from './conditional-format.ts'
import { readLoadMark } from './load-mark.ts'
import { putFormat } from './put-format.ts'
import type { RequestFormat } from './request-format.ts'
import type { Verdict } from './row-sender.ts'

/** What is particular to `put`, `insert` or `newest`. */
export interface WriteRules {
  readonly format: RequestFormat
  /** Whether a row takes the place of an unsent one of its key. Where each is judged by itself none does. */
  readonly replaces: boolean
  added(row: EncodedRow): void
  landed(hash: number, record: number, verdict: Verdict): void
  /** What a refused record is, by the item that stands there. */
  judge(record: number, found: Item): Verdict
  /** Whether rows of this key must be answered before one more is added. */
  isCrowded(hash: number): boolean
  readonly wantsCheckpoint: boolean
  checkpointed(): void
}

export interface WriteRulesDeps {
  readonly table: TableKeys & { readonly name: string }
  readonly write: RowWrite
  readonly versionId: string
  readonly replacesOwn?: boolean
}

export function createWriteRules(deps: WriteRulesDeps): WriteRules {
  const { table, write, versionId, replacesOwn = false } = deps
  if (write.kind === 'put') return { ...withoutMemory(), format: putFormat(table.name), replaces: true }
  const fixed = { tableName: table.name, partition: table.partition.attribute, versionId, replacesOwn }
  if (write.kind === 'insert')
    return {
      ...withoutMemory(),
      // A row that stands is never replaced, so that no earlier record of its key can have been accepted.
      format: conditionalFormat({ ...fixed, write, earlierOf: () => [] }),
      judge: (record, found) => judge(record, found, versionId),
    }
  return newestRules({ ...fixed, write })
}

function newestRules(deps: {
  tableName: string
  partition: string
  versionId: string
  replacesOwn: boolean
  write: Extract<RowWrite, { kind: 'newest' }>
}): WriteRules {
  const memory = createAcceptedRecords()
  return {
    format: conditionalFormat({ ...deps, earlierOf: ({ keyHash }) => memory.of(keyHash) }),
    replaces: false,
    added: (row) => memory.added(row.keyHash),
    landed: (hash, record, verdict) => {
      if (verdict === 'written') memory.accepted(hash, record)
      else memory.refused(hash)
    },
    judge: (record, found) => judge(record, found, deps.versionId),
    isCrowded: memory.isCrowded,
    get wantsCheckpoint() {
      return memory.wantsCheckpoint
    },
    checkpointed: memory.checkpointed,
  }
}

function withoutMemory(): Omit<WriteRules, 'format'> {
  return {
    replaces: false,
    added: () => undefined,
    landed: () => undefined,
    judge: () => 'duplicate',
    isCrowded: () => false,
    wantsCheckpoint: false,
    checkpointed: () => undefined,
  }
}

/** Written, where the item is this load's own: of an earlier try or attempt, or of a later row that replaced it. */
function judge(record: number, found: Item, versionId: string): Verdict {
  const mark = readLoadMark(found)
  return mark?.versionId === versionId && mark.records.includes(record) ? 'written' : 'duplicate'
}
