/** One value per period, oldest first; undefined where there is none. */
export type Series = readonly (number | undefined)[]

export type Value =
  | { readonly kind: 'scalar'; readonly value: number | undefined }
  | { readonly kind: 'series'; readonly values: Series }
  | { readonly kind: 'list'; readonly lines: readonly Series[] }

/** Works on the values of both that stand at the same time. A list goes with one value or one series at a time. */
export function combine(
  left: Value,
  right: Value,
  work: (a: number | undefined, b: number | undefined) => number | undefined,
): Value {
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    return { kind: 'scalar', value: finite(work(left.value, right.value)) }
  }
  if (left.kind === 'list') {
    if (right.kind === 'list') throw new Error('two lists of series cannot be combined')
    return { kind: 'list', lines: left.lines.map((line) => across(line, rowOf(right, line.length), work)) }
  }
  if (right.kind === 'list') {
    return { kind: 'list', lines: right.lines.map((line) => across(rowOf(left, line.length), line, work)) }
  }
  const length =
    left.kind === 'series' ? left.values.length : right.kind === 'series' ? right.values.length : 0
  return { kind: 'series', values: across(rowOf(left, length), rowOf(right, length), work) }
}

export function map(value: Value, work: (a: number) => number): Value {
  return combine(value, { kind: 'scalar', value: 0 }, (a) => (a === undefined ? undefined : work(a)))
}

/** A scalar repeated so often, or the series itself. */
export function rowOf(value: Exclude<Value, { kind: 'list' }>, length: number): Series {
  return value.kind === 'series' ? value.values : Array.from({ length }, () => value.value)
}

function across(left: Series, right: Series, work: Parameters<typeof combine>[2]): Series {
  return left.map((value, index) => finite(work(value, right[index])))
}

/** What divides by zero has no value. */
function finite(value: number | undefined): number | undefined {
  return value === undefined || Number.isFinite(value) ? value : undefined
}
