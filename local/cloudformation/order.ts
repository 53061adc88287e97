/**
 * The names in an order in which each comes after all it needs; names without a tie keep the order they had.
 * Where that cannot be, the answer is one cycle, its first name repeated at its end.
 */
export function inOrder(
  needs: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly order: readonly string[] } | { readonly cycle: readonly string[] } {
  const done = new Set<string>()
  const open: string[] = []

  function visit(name: string): readonly string[] | undefined {
    if (done.has(name)) return undefined
    if (open.includes(name)) return [...open.slice(open.indexOf(name)), name]
    open.push(name)
    for (const need of needs.get(name) ?? []) {
      const cycle = visit(need)
      if (cycle) return cycle
    }
    open.pop()
    done.add(name)
    return undefined
  }

  for (const name of needs.keys()) {
    const cycle = visit(name)
    if (cycle) return { cycle }
  }
  return { order: [...done] }
}
