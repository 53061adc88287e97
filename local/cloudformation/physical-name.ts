import { createHash } from 'node:crypto'

const HASH_DIGITS = 8

/**
 * `stack-LogicalId-1a2b3c4d`: the same at every start, and different for two ids that are cut to the same text, and for
 * a resource and what replaces it.
 */
export function createPhysicalName(stackName: string, logicalId: string, generation = 0) {
  const origin = [stackName, logicalId, ...(generation === 0 ? [] : [generation])].join('/')
  const hash = createHash('sha256').update(origin).digest('hex').slice(0, HASH_DIGITS)
  return ({ maxLength, lowerCase = false }: { maxLength: number; lowerCase?: boolean }): string => {
    const stack = stackName.slice(0, Math.max(1, maxLength - HASH_DIGITS - 1))
    const room = maxLength - stack.length - HASH_DIGITS - 2
    const name = [stack, logicalId.slice(0, Math.max(0, room)), hash].filter(Boolean).join('-')
    return lowerCase ? name.toLowerCase() : name
  }
}
