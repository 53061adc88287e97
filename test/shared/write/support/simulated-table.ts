import type { AttributeValue, Item } from '../../../../shared/row/row.ts'
import type { RowsAnswer, ThrottleReason } from '../../../../shared/write/tables.ts'
import type { TestClock } from '../../load/support/test-clock.ts'
import type { Lane } from './make-writer.ts'

/** What happens to one request. Delays are milliseconds; `applied` is undefined where it never is. */
export type Fate =
  | { readonly kind: 'all'; readonly delay: number }
  | { readonly kind: 'some'; readonly delay: number; readonly odd: boolean }
  | { readonly kind: 'throttled'; readonly delay: number; readonly reason: ThrottleReason }
  | { readonly kind: 'unclear'; readonly delay: number }
  | { readonly kind: 'lost'; readonly delay: number; readonly applied: number | undefined }

/** A table by DynamoDB's rules, that answers requests by a script and well when the script is over. */
export function simulatedTable(clock: TestClock, fates: readonly Fate[]) {
  const items = new Map<string, Item>()
  let requests = 0

  return { items, answer }

  async function answer(sent: readonly Item[], lane: Lane, body: Buffer): Promise<RowsAnswer> {
    // The body is read when the request is applied, as a socket may read it late.
    const fate = fates[requests++] ?? { kind: 'all', delay: 1 }
    if (new Set(sent.map(keyOf)).size < sent.length) throw new Error('Two rows of one key in one request')
    if (fate.kind === 'lost') {
      if (fate.applied !== undefined) void clock.sleep(fate.applied).then(() => apply(lane, body, []))
      await clock.sleep(fate.delay)
      return { kind: 'no-answer', error: new Error('reset') }
    }
    await clock.sleep(fate.delay)
    if (fate.kind === 'throttled')
      return { kind: 'throttled', reason: fate.reason, error: new Error('slow down') }
    if (fate.kind === 'unclear' && lane.name === 'fast')
      return { kind: 'unclear', error: new Error('expired') }
    const left = fate.kind === 'some' ? sent.filter((_item, place) => place % 2 === Number(fate.odd)) : []
    if (lane.action === 'PutItem' && left.length > 0)
      return { kind: 'throttled', reason: 'unknown', error: new Error('slow down') }
    return apply(lane, body, left)
  }

  function apply({ action }: Lane, body: Buffer, left: readonly Item[]): RowsAnswer {
    const request = JSON.parse(body.toString())
    if (action === 'PutItem') return applyOne(request)
    const unprocessed = new Set(left.map(keyOf))
    for (const { PutRequest } of request.RequestItems.things)
      if (!unprocessed.has(keyOf(PutRequest.Item))) items.set(keyOf(PutRequest.Item), PutRequest.Item)
    return left.length > 0 ? { kind: 'unprocessed', items: left } : { kind: 'written' }
  }

  function applyOne(request: PutItemBody): RowsAnswer {
    const found = items.get(keyOf(request.Item))
    if (found && !holds(request, found)) return { kind: 'refused', found }
    items.set(keyOf(request.Item), request.Item)
    return { kind: 'written' }
  }
}

interface PutItemBody {
  readonly Item: Item
  readonly ConditionExpression: string
  readonly ReturnValuesOnConditionCheckFailure: string
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>
}

/** Whether the condition holds over an item that is there. */
function holds(request: PutItemBody, found: Item): boolean {
  const { ConditionExpression: condition, ExpressionAttributeNames: names } = request
  const by = request.ExpressionAttributeValues?.[':by']
  const mark = found[names['#load'] ?? '']
  const moment = mark && 'M' in mark ? mark.M[names['#by'] ?? ''] : undefined
  if ((names['#pk'] ?? 'id') !== 'id') throw new Error(`#pk is ${names['#pk']}`)
  switch (condition) {
    case 'attribute_not_exists(#pk)':
      return false
    case 'attribute_not_exists(#pk) OR #by < :by':
      return isLess(found[names['#by'] ?? ''], by)
    case 'attribute_not_exists(#load.#by) OR #load.#by < :by':
      return !moment || isLess(moment, by)
    default:
      throw new Error(`An unknown condition: ${condition}`)
  }
}

function isLess(one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  return !!one && 'N' in one && !!other && 'N' in other && Number(one.N) < Number(other.N)
}

export function keyOf(item: Item): string {
  return JSON.stringify([item.id, item.at])
}
