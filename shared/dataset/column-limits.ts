import { PatternError } from '../row/parse-pattern.ts'
import { compilePattern } from '../row/pattern.ts'
import { TEXT_TYPES, type TextType } from '../row/text-types.ts'
import type { Fault } from './compile-column.ts'
import type { Column, ColumnType } from './dataset.ts'
import type { ColumnFile } from './dataset-file.ts'

export function checkPattern(pattern: string | undefined, fault: Fault): string | null {
  if (pattern === undefined) return null
  try {
    compilePattern(pattern)
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    fault('pattern', `${JSON.stringify(pattern)} cannot be used: ${error.message}`)
  }
  return pattern
}

export function compileLength(length: ColumnFile['length'], fault: Fault): Column['length'] {
  if (length === undefined) return null
  const { min = 0, max = null } = length
  if (max !== null && min > max) fault('length', `min ${min} is above max ${max}, so no text would pass`)
  return { min, max }
}

export function compileBounds(
  type: ColumnType,
  { min, max }: Pick<ColumnFile, 'min' | 'max'>,
  fault: Fault,
): Pick<Column, 'min' | 'max'> {
  if (type === 'json') return { min: null, max: null }
  const least = min === undefined ? null : (canonicalTexts(type, 'min', [min], fault)[0] ?? null)
  const greatest = max === undefined ? null : (canonicalTexts(type, 'max', [max], fault)[0] ?? null)
  if (least !== null && greatest !== null && TEXT_TYPES[type].compare(least, greatest) > 0)
    fault('min', `${least} is above max ${greatest}, so no value would pass`)
  return { min: least, max: greatest }
}

/** The values as the column's type stores them; those that are none of its values are reported and left out. */
export function canonicalTexts(
  typeName: ColumnType,
  field: 'enum' | 'min' | 'max',
  values: readonly (string | number)[],
  fault: Fault,
): string[] {
  if (typeName === 'json') return []
  const type: TextType = TEXT_TYPES[typeName]
  return values.flatMap((value) => {
    // YAML has read 01 as the number 1 by now: only the quotes tell what was meant.
    if (type.attribute === 'S' && typeof value === 'number') {
      fault(field, `${value} is a number, and the column holds ${typeName} values. Write it in quotes`)
      return []
    }
    const canonical = type.canonical(String(value))
    if (canonical === undefined) fault(field, `${JSON.stringify(value)} is no ${typeName}`)
    return canonical === undefined ? [] : [canonical]
  })
}
