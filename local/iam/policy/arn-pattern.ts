import { matchesText } from './text-pattern.ts'

const ARN_PARTS = 6

/**
 * Whether an ARN is one that a pattern means. Each of the six parts is compared by itself, so that a star in one never
 * reaches into the next; a pattern of one star alone means everything.
 */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true
  const wanted = partsOf(pattern)
  const given = partsOf(arn)
  if (wanted.length < ARN_PARTS || given.length < ARN_PARTS) return pattern === arn
  return wanted.every((part, index) => matchesText(part, given[index] ?? ''))
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':')
  return [...parts.slice(0, ARN_PARTS - 1), ...rest(parts.slice(ARN_PARTS - 1))]
}

function rest(parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : [parts.join(':')]
}
