import type { AttributeValue, Item } from '../../../../shared/row/row.ts'
import type { RowAction, RowsAnswer, SendRows, Tables } from '../../../../shared/write/tables.ts'

interface PutItem {
  readonly Item: Item
  readonly ConditionExpression?: string
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>
}

interface BatchWriteItem {
  readonly RequestItems: Readonly<Record<string, readonly { readonly PutRequest: { readonly Item: Item } }[]>>
}

/** One table in memory, with the conditions that loads make. Items lie under their key's JSON. */
export function createMemoryTable(keyAttribute = 'id') {
  const rows = new Map<string, Item>()
  return { rows, send }

  async function send(action: RowAction, body: Buffer): Promise<RowsAnswer> {
    const request: unknown = JSON.parse(body.toString())
    if (action === 'PutItem') return put(request as PutItem)
    for (const { PutRequest } of Object.values((request as BatchWriteItem).RequestItems).flat())
      rows.set(keyOf(PutRequest.Item), PutRequest.Item)
    return { kind: 'written' }
  }

  function put(request: PutItem): RowsAnswer {
    const key = keyOf(request.Item)
    const found = rows.get(key)
    if (found && !holds(request, found)) return { kind: 'refused', found }
    rows.set(key, request.Item)
    return { kind: 'written' }
  }

  function keyOf(item: Item): string {
    return JSON.stringify(item[keyAttribute])
  }
}

/** A table whose lanes both are this. */
export function tablesOf(send: SendRows): Tables {
  return { fast: send, slow: send }
}

/** `attribute_not_exists(#x) OR #a.#b < :v OR (#a.#c = :w AND #a.#d = :x)`, as far as loads use it. */
function holds({ ConditionExpression, ...rest }: PutItem, found: Item): boolean {
  const names = rest.ExpressionAttributeNames ?? {}
  const values = rest.ExpressionAttributeValues ?? {}
  const at = (path: string) =>
    path
      .split('.')
      .map((name) => names[name] ?? name)
      .reduce<AttributeValue | undefined>(
        (value, name) => (value && 'M' in value ? value.M[name] : undefined),
        { M: found },
      )
  return (ConditionExpression ?? '').split(' OR ').some((term) => {
    const [, absent] = /^attribute_not_exists\((.+)\)$/.exec(term) ?? []
    if (absent !== undefined) return at(absent) === undefined
    const both = /^\((\S+) = (\S+) AND (\S+) = (\S+)\)$/.exec(term)
    if (both) {
      const [, one = '', oneValue = '', other = '', otherValue = ''] = both
      return isEqual(at(one), values[oneValue]) && isEqual(at(other), values[otherValue])
    }
    const [, path = '', value = ''] = /^(\S+) < (\S+)$/.exec(term) ?? []
    const expected = values[value]
    if (!expected) throw new Error(`The table cannot read the condition ${JSON.stringify(term)}`)
    return isLess(at(path), expected)
  })
}

function isEqual(one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other)
}

function isLess(one: AttributeValue | undefined, other: AttributeValue): boolean {
  if (one && 'N' in one && 'N' in other) return Number(one.N) < Number(other.N)
  return !!one && 'S' in one && 'S' in other && one.S < other.S
}
