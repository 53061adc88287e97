import type { Dataset, KeyPart } from '../dataset/dataset.ts'
import { type TableKey, tableKeys } from '../dataset/table-keys.ts'
import { PARTITION_KEY_BYTES_MAX, SORT_KEY_BYTES_MAX } from './compile-key.ts'
import { type FixedText, fixedText } from './fixed-text.ts'

/** Digits of a record's number, and what closes the attribute. */
const NUMBER_BYTES_MAX = 32

/** One piece of a key's text: a text as it stands in JSON, that of a column, or the record's number. */
interface KeyPiece {
  readonly text: FixedText
  /** -1 where the piece is no column's. */
  readonly column: number
  readonly isRecord: boolean
}

/** What the fast encoder has to know about one part of the key. */
export interface KeyPlan {
  /** The column that is the key, or -1 where the key has an attribute of its own. */
  readonly column: number
  readonly prefix: FixedText
  readonly pieces: readonly KeyPiece[]
  readonly bytesMax: number
}

export interface KeyPlans {
  readonly partition: KeyPlan
  readonly sort: KeyPlan | null
}

export function compileKeyPlans(dataset: Dataset, object: string): KeyPlans {
  const keys = tableKeys(dataset)
  const names = dataset.columns.map(({ name }) => name)
  return {
    partition: compilePlan(dataset.key.partition, keys.partition, PARTITION_KEY_BYTES_MAX, names, object),
    sort:
      dataset.key.sort && keys.sort
        ? compilePlan(dataset.key.sort, keys.sort, SORT_KEY_BYTES_MAX, names, object)
        : null,
  }
}

function compilePlan(
  part: KeyPart,
  { attribute, type }: TableKey,
  bytesMax: number,
  names: readonly string[],
  object: string,
): KeyPlan {
  const prefix = fixedText(`,${JSON.stringify(attribute)}:{"${type}":"`)
  const column = part.kind === 'column' ? names.indexOf(part.column) : -1
  return { column, prefix, pieces: piecesOf(part, names, object), bytesMax }
}

/** The most that a part writes: its text is never longer than a key may be, but for texts that are always there. */
export function keyPlanBytes(plan: KeyPlan | null): number {
  if (plan === null) return 0
  return (
    plan.prefix.length +
    plan.pieces.reduce((sum, { text }) => sum + text.length, plan.bytesMax) +
    NUMBER_BYTES_MAX
  )
}

function piecesOf(part: KeyPart, names: readonly string[], object: string): KeyPiece[] {
  if (part.kind === 'column') return []
  if (part.kind === 'object') return [textPiece(object)]
  if (part.kind === 'row') return [{ ...textPiece(''), isRecord: true }]
  return part.parts.map((piece) =>
    'text' in piece ? textPiece(piece.text) : { ...textPiece(''), column: names.indexOf(piece.column) },
  )
}

function textPiece(text: string): KeyPiece {
  return { text: fixedText(JSON.stringify(text).slice(1, -1)), column: -1, isRecord: false }
}
