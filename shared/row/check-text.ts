import type { Column } from '../dataset/dataset.ts'
import { patternOf } from './pattern.ts'
import type { AttributeValue } from './row.ts'
import type { Rule } from './rule.ts'
import { TEXT_TYPES, type TextType } from './text-types.ts'

export type ScalarType = keyof typeof TEXT_TYPES

type Check = (canonical: string) => Rule | undefined

/** Text of a filled field → its attribute, or the first rule it breaks in the order type, pattern, length, enum, min, max. */
export function compileText(column: Column, typeName: ScalarType): (text: string) => AttributeValue | Rule {
  const type: TextType = TEXT_TYPES[typeName]
  const checks = [
    patternCheck(column),
    lengthCheck(column),
    enumCheck(column),
    minCheck(column, type),
    maxCheck(column, type),
  ].filter((check) => check !== undefined)
  return (text) => {
    const canonical = type.canonical(text)
    if (canonical === undefined) return 'type'
    for (const check of checks) {
      const broken = check(canonical)
      if (broken) return broken
    }
    return attributeOf(type, canonical)
  }
}

function attributeOf({ attribute }: TextType, canonical: string): AttributeValue {
  if (attribute === 'S') return { S: canonical }
  return attribute === 'N' ? { N: canonical } : { BOOL: canonical === 'true' }
}

function patternCheck({ pattern }: Column): Check | undefined {
  if (pattern === null) return undefined
  const compiled = patternOf(pattern)
  return (text) => (compiled.isIn(text) ? undefined : 'pattern')
}

function lengthCheck({ length }: Column): Check | undefined {
  if (length === null) return undefined
  const { min, max } = length
  return (text) => {
    const characters = codePoints(text)
    return characters < min || (max !== null && characters > max) ? 'length' : undefined
  }
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

function enumCheck(column: Column): Check | undefined {
  if (column.enum === null) return undefined
  const values = new Set(column.enum)
  return (text) => (values.has(text) ? undefined : 'enum')
}

function minCheck({ min }: Column, type: TextType): Check | undefined {
  return min === null ? undefined : (text) => (type.compare(text, min) < 0 ? 'min' : undefined)
}

function maxCheck({ max }: Column, type: TextType): Check | undefined {
  return max === null ? undefined : (text) => (type.compare(text, max) > 0 ? 'max' : undefined)
}
