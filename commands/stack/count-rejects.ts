/** One refused row, as far as a report tells it. The fields are those of a line in a reject file. */
export interface RejectSeen {
  readonly line: number | null
  readonly column: string | null
  readonly rule: string
  readonly value: string
}

/** Rejects of one rule and one column. */
export interface RejectGroup {
  readonly rule: string
  readonly column: string | null
  readonly count: number
  /** The first ones, in the file's order. */
  readonly first: readonly RejectSeen[]
}

/** Rows shown of each group. */
const FIRST_MAX = 3

export interface RejectCount {
  add(reject: RejectSeen): void
  /** The largest group first. */
  groups(): readonly RejectGroup[]
}

/** Counts rejects by rule and column: as many groups as a dataset has rules and columns, however long the file is. */
export function countRejects(): RejectCount {
  const groups = new Map<
    string,
    { rule: string; column: string | null; count: number; first: RejectSeen[] }
  >()
  return {
    add: ({ line, column, rule, value }) => {
      const id = `${rule} ${column ?? ''}`
      const group = groups.get(id) ?? { rule, column, count: 0, first: [] }
      groups.set(id, group)
      group.count += 1
      if (group.first.length < FIRST_MAX) group.first.push({ line, column, rule, value })
    },
    groups: () => [...groups.values()].sort((a, b) => b.count - a.count),
  }
}
