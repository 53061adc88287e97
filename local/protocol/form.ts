import { z } from 'zod'

type Tree = { [name: string]: Tree | string }

/** An action's input: the flat names of the query protocol (`A.member.1.B`, `A.entry.1.key`) made lists and maps. */
export function formInput<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((form) => parseForm(form as Record<string, string>), z.object(shape))
}

export function parseForm(form: Readonly<Record<string, string>>): unknown {
  const root: Tree = Object.create(null)
  for (const [path, value] of Object.entries(form)) {
    const names = path.split('.')
    let node = root
    for (const name of names.slice(0, -1)) {
      const known = node[name]
      const child: Tree = typeof known === 'object' ? known : Object.create(null)
      node[name] = child
      node = child
    }
    node[names.at(-1) ?? ''] = value
  }
  return collapse(root)
}

function collapse(node: Tree | string): unknown {
  if (typeof node === 'string') return node
  const { member, entry } = node
  if (typeof member === 'object') return inOrder(member).map(collapse)
  if (typeof entry === 'object') {
    return Object.fromEntries(
      inOrder(entry).map((pair) => {
        const { key, Name, value, Value } = pair as Tree
        return [key ?? Name, collapse(value ?? Value ?? '')]
      }),
    )
  }
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, collapse(child)]))
}

function inOrder(numbered: Tree): (Tree | string)[] {
  return Object.entries(numbered)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child)
}
