import { rowOf, type Series, type Value } from './value.ts'

export type Filler = 'REPEAT' | 'LINEAR' | Exclude<Value, { kind: 'list' }>

/** Gives values to the periods without one. REPEAT and LINEAR leave those out that no value stands before or around. */
export function fill(values: Series, filler: Filler): Series {
  if (filler === 'REPEAT') {
    let last: number | undefined
    return values.map((value) => {
      last = value ?? last
      return last
    })
  }
  if (filler === 'LINEAR') return values.map((value, index) => value ?? between(values, index))
  const row = rowOf(filler, values.length)
  return values.map((value, index) => value ?? row[index])
}

function between(values: Series, index: number): number | undefined {
  const before = values.findLastIndex((value, at) => at < index && value !== undefined)
  const after = values.findIndex((value, at) => at > index && value !== undefined)
  const from = values[before]
  const to = values[after]
  if (from === undefined || to === undefined) return undefined
  return from + ((to - from) * (index - before)) / (after - before)
}
