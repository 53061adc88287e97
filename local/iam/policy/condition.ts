import { matchesArn } from './arn-pattern.ts'
import { type Context, contextKey } from './context-keys.ts'
import { matchesText } from './text-pattern.ts'
import { withVariables } from './variables.ts'

/** One operator over one key: any of the values will do. */
export interface Condition {
  readonly operator: string
  /** In small letters. */
  readonly key: string
  readonly values: readonly string[]
}

type Compare = (wanted: string, given: string) => boolean

const same = (wanted: string, given: string) => wanted === given
const sameLetters = (wanted: string, given: string) => wanted.toLowerCase() === given.toLowerCase()

// IAM User Guide, "IAM JSON policy elements: Condition operators". ArnEquals and ArnLike are the same.
const COMPARE: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameLetters,
  StringLike: matchesText,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: sameLetters,
}

// The negated operators hold where the key is not there at all.
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

const IF_EXISTS = /IfExists$/

/** What is wrong with a condition, or undefined. */
export function conditionFault(operator: string, key: string): string | undefined {
  const base = operator.replace(IF_EXISTS, '')
  if (operator !== 'Null' && !COMPARE[base] && !NEGATED[base]) {
    return `the local runtime has no condition operator ${operator}: it has ${[...Object.keys(COMPARE), ...Object.keys(NEGATED), 'Null'].join(', ')}`
  }
  return contextKey(key) === undefined
    ? `the local runtime has no condition key ${key}, in local/iam/policy/context-keys.ts are those it has`
    : undefined
}

export function holds({ operator, key, values }: Condition, context: Context): boolean {
  const given = context[key]
  if (operator === 'Null') return values.includes(String(given === undefined))
  const base = operator.replace(IF_EXISTS, '')
  const negated = NEGATED[base]
  if (given === undefined) return operator !== base || negated !== undefined
  const compare = COMPARE[negated ?? base] as Compare
  const found = values.some((value) => {
    const wanted = withVariables(value, context)
    return wanted !== undefined && compare(wanted, given)
  })
  return negated ? !found : found
}
