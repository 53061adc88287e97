import type { Item } from '../row/row.ts'
import type { RowAction, RowsAnswer, ThrottleReason } from '../write/tables.ts'
import { faultKind } from './explain-error.ts'

/** Byte for byte what DynamoDB answers where all went well. */
const CLEAN: Readonly<Record<RowAction, Buffer>> = {
  BatchWriteItem: Buffer.from('{"UnprocessedItems":{}}'),
  PutItem: Buffer.from('{}'),
}
const WRITTEN: RowsAnswer = { kind: 'written' }
const SERVER_FAULT = 500
const OK = 200

interface Written {
  readonly UnprocessedItems?: Readonly<
    Record<string, readonly { readonly PutRequest?: { readonly Item?: Item } }[]>
  >
}

/** DynamoDB spells two of these in two ways. */
interface Refused {
  readonly __type?: string
  readonly code?: string
  readonly message?: string
  readonly Message?: string
  readonly Item?: Item
  readonly ThrottlingReasons?: readonly { readonly reason?: string }[]
  readonly throttlingReasons?: readonly { readonly reason?: string }[]
}

/** True for nearly all answers, which need no parsing. */
function isCleanAnswer(action: RowAction, status: number, bytes: Uint8Array): boolean {
  const clean = CLEAN[action]
  return status === OK && bytes.length === clean.length && clean.equals(bytes)
}

/** What a whole answer tells of the rows. One that cannot be read may have had its effect. */
export function readRowsAnswer(action: RowAction, status: number, bytes: Buffer): RowsAnswer {
  if (isCleanAnswer(action, status, bytes)) return WRITTEN
  if (status >= SERVER_FAULT) return { kind: 'no-answer', error: refusal(status, bytes) }
  if (status === OK) return unprocessed(bytes)
  const error = refusal(status, bytes)
  if (error.name === 'ConditionalCheckFailedException') return { kind: 'refused', found: error.told.Item }
  if (faultKind(error) === 'throttled') return { kind: 'throttled', reason: throttleReason(error), error }
  return { kind: 'unclear', error }
}

/** For PutItem too, which has none: what is no JSON is a page of someone between us and DynamoDB. */
function unprocessed(bytes: Buffer): RowsAnswer {
  try {
    const tables = (JSON.parse(bytes.toString()) as Written).UnprocessedItems ?? {}
    const items = Object.values(tables).flatMap((requests) => requests.map(itemOf))
    return items.length === 0 ? WRITTEN : { kind: 'unprocessed', items }
  } catch (error) {
    return { kind: 'no-answer', error }
  }
}

function itemOf({ PutRequest }: { readonly PutRequest?: { readonly Item?: Item } }): Item {
  if (!PutRequest?.Item)
    throw new TypeError('An unprocessed request of DynamoDB is no PutRequest with an Item')
  return PutRequest.Item
}

/** An answer that refused the request, in the form of the SDK's errors. */
interface Refusal extends Error {
  readonly told: Refused
  readonly $metadata: { readonly httpStatusCode: number }
}

function refusal(status: number, bytes: Buffer): Refusal {
  const told = parseRefused(bytes)
  const name = (told.__type ?? told.code ?? '').split('#').at(-1)?.split(':')[0] || `HTTP ${status}`
  const message = told.message ?? told.Message ?? `DynamoDB answered ${status} without a reason`
  const fields = { name, $metadata: { httpStatusCode: status } }
  // Not shown in logs: a refused item is data.
  return Object.defineProperty(Object.assign(new Error(message), fields), 'told', { value: told }) as Refusal
}

function parseRefused(bytes: Buffer): Refused {
  try {
    const told: unknown = JSON.parse(bytes.toString())
    return typeof told === 'object' && told !== null ? told : {}
  } catch {
    // A proxy's page, for example: its status has to do.
    return {}
  }
}

/** Reasons are named ResourceTypeOperationTypeLimitType: TableWriteKeyRangeThroughputExceeded. The narrowest one counts. */
function throttleReason({ name, told }: Refusal): ThrottleReason {
  const reasons = [...(told.ThrottlingReasons ?? []), ...(told.throttlingReasons ?? [])].map(
    ({ reason = '' }) => reason,
  )
  const has = (limit: string) => reasons.some((reason) => reason.endsWith(limit))
  if (has('KeyRangeThroughputExceeded')) return 'key-range'
  if (has('ProvisionedThroughputExceeded') || has('MaxOnDemandThroughputExceeded')) return 'table'
  if (has('AccountLimitExceeded')) return 'account'
  return name === 'RequestLimitExceeded' ? 'account' : 'unknown'
}
