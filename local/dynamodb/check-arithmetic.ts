import db from 'dynalite/db/index.js'
import { sumFault } from './number-limits.ts'
import type { AttributeMap, AttributeValue, DynaliteError } from './store.ts'

type Path = readonly (string | number)[]

interface Call {
  readonly type: 'add' | 'subtract' | 'function'
  readonly name?: string
  readonly args: readonly Value[]
}

export type Value = Path | Call | AttributeValue

interface Section {
  readonly type: 'set' | 'add' | 'remove' | 'delete'
  readonly path: Path
  readonly val?: Value
}

/** An update as dynalite has parsed it. */
export interface Update {
  readonly _updates?: { readonly sections: readonly Section[] }
  readonly AttributeUpdates?: Readonly<Record<string, { Action?: string; Value?: AttributeValue }>>
}

/** The fault of an update whose sum does not fit DynamoDB's numbers; dynalite would store it. */
export function arithmeticFault(update: Update, item: AttributeMap): DynaliteError | undefined {
  for (const [left, operator, right] of sums(update, item)) {
    const fault = left !== undefined && right !== undefined && sumFault(left, operator, right)
    if (fault) return db.validationError(fault)
  }
  return undefined
}

type Sum = readonly [left: string | undefined, operator: 'add' | 'subtract', right: string | undefined]

function sums(update: Update, item: AttributeMap): Sum[] {
  const found: Sum[] = []
  for (const { type, path, val } of update._updates?.sections ?? []) {
    if (type === 'add') found.push([numberOf(path, item), 'add', numberOf(val, item)])
    if (type === 'set' && isCall(val) && val.type !== 'function') {
      found.push([numberOf(val.args[0], item), val.type, numberOf(val.args[1], item)])
    }
  }
  for (const [name, { Action, Value }] of Object.entries(update.AttributeUpdates ?? {})) {
    if (Action === 'ADD') found.push([numberOf([name], item), 'add', numberOf(Value, item)])
  }
  return found
}

function numberOf(value: Value | undefined, item: AttributeMap): string | undefined {
  return operandValue(value, item)?.N as string | undefined
}

/** What an operand of an update stands for; undefined for nothing, and for what is computed. */
export function operandValue(value: Value | undefined, item: AttributeMap): AttributeValue | undefined {
  if (value === undefined) return undefined
  if (isPath(value)) return db.mapPath(value, item) ?? undefined
  if (!isCall(value)) return value
  if (value.name !== 'if_not_exists') return undefined
  const [path, otherwise] = value.args
  return isPath(path) && db.mapPath(path, item) ? operandValue(path, item) : operandValue(otherwise, item)
}

export function isPath(value: Value | undefined): value is Path {
  return Array.isArray(value)
}

export function isCall(value: Value | undefined): value is Call {
  return value !== undefined && !isPath(value) && 'args' in value
}
