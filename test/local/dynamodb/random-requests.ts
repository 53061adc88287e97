import type { AttributeValue, ReturnValue } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'

// In DynamoDB's own spelling: DynamoDB Local keeps another one where ADD makes the attribute.
const number = fc.constantFrom('0', '1', '-1.5', '100', '12345678901234567890123456789012345678', '0.00001')
const text = fc.constantFrom('', 'x', 'xy', 'é')
const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(
  text.map((S) => ({ S })),
  number.map((N) => ({ N })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true } as AttributeValue),
)
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
  fc.uniqueArray(fc.constantFrom('1', '2', '3.5'), { minLength: 1, maxLength: 3 }).map((NS) => ({ NS })),
  fc.array(scalar, { maxLength: 2 }).map((L) => ({ L })),
  fc.dictionary(fc.constantFrom('k', 'l'), scalar, { maxKeys: 2 }).map((M) => ({ M })),
)
const free = fc.constantFrom('#a', '#b')
const target = fc.oneof({ weight: 4, arbitrary: free }, fc.constantFrom('#a.#k', '#a[0]', '#b.#l'))
/** Of conditions, which may look at the index's keys too. */
const path = fc.oneof({ weight: 3, arbitrary: target }, fc.constantFrom('#group', '#n'))

const condition: fc.Arbitrary<string> = fc.letrec<{ all: string; one: string }>((tie) => ({
  one: fc.oneof(
    fc.tuple(path, fc.constantFrom('=', '<>', '<', '<=', '>', '>=')).map(([p, o]) => `${p} ${o} :v`),
    fc.tuple(fc.constantFrom('attribute_exists', 'attribute_not_exists'), path).map(([f, p]) => `${f}(${p})`),
    fc.tuple(path, fc.constantFrom(':one', ':x')).map(([p, v]) => `contains(${p}, ${v})`),
    path.map((p) => `begins_with(${p}, :text)`),
    path.map((p) => `attribute_type(${p}, :type)`),
    fc.tuple(path, fc.constantFrom('=', '<', '>=')).map(([p, o]) => `size(${p}) ${o} :one`),
    path.map((p) => `${p} IN (:v, :w)`),
    path.map((p) => `${p} BETWEEN :one AND :two`),
  ),
  all: fc.oneof(
    { maxDepth: 2 },
    { weight: 3, arbitrary: tie('one') },
    fc.tuple(tie('all'), fc.constantFrom('AND', 'OR'), tie('all')).map(([l, o, r]) => `(${l} ${o} ${r})`),
    tie('all').map((inner) => `NOT (${inner})`),
  ),
})).all

// A key of an index gets values of its type alone: DynamoDB Local takes others, as DynamoDB does not.
const update: fc.Arbitrary<string> = fc.oneof(
  target.map((p) => `SET ${p} = :v`),
  fc.tuple(target, target).map(([p, q]) => `SET ${p} = ${q}`),
  fc.tuple(target, target, fc.constantFrom('+', '-')).map(([p, q, o]) => `SET ${p} = ${q} ${o} :number`),
  fc.tuple(target, target).map(([p, q]) => `SET ${p} = if_not_exists(${q}, :v)`),
  fc.tuple(target, target).map(([p, q]) => `SET ${p} = list_append(${q}, :list)`),
  path.map((p) => `REMOVE ${p}`),
  free.map((p) => `ADD ${p} :number`),
  free.map((p) => `ADD ${p} :set`),
  free.map((p) => `DELETE ${p} :set`),
  fc.tuple(free, path).map(([p, q]) => `SET ${p} = :v REMOVE ${q}`),
  fc.constantFrom(
    ...['SET #group = :text', 'SET #group = if_not_exists(#group, :text)', 'SET #n = :number'],
    ...['SET #n = #n - :number', 'ADD #n :number', 'SET #group = :text, #n = :number'],
  ),
)

const item = fc.record(
  { a: value, b: value, group: text.map((S) => ({ S })), n: number.map((N) => ({ N })) },
  { requiredKeys: [] },
)
const key = fc.constantFrom('1', '2')
const returned = fc.constantFrom<ReturnValue>('NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW')
const bindings = fc.record({
  v: value,
  w: scalar,
  number,
  text,
  type: fc.constantFrom('S', 'N', 'L', 'NULL'),
})

/** An action of DynamoDB with its input, on the items `run-1` and `run-2`. */
export interface RandomRequest {
  readonly action: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'GetItem' | 'Query'
  readonly input: object
}

const ACTIONS = [
  'PutItem',
  'PutItem',
  'UpdateItem',
  'UpdateItem',
  'UpdateItem',
  'DeleteItem',
  'GetItem',
  'Query',
] as const

const request: fc.Arbitrary<RandomRequest> = fc
  .record({
    action: fc.constantFrom(...ACTIONS),
    ...{ key, item, bindings, update, returned },
    condition: fc.option(condition, { nil: undefined }),
    returnsItem: fc.boolean(),
  })
  .map(({ action, key, item, bindings, update, returned, condition = '', returnsItem }) => {
    const id = { S: `run-${key}` }
    const write = {
      ...(condition ? { ConditionExpression: condition } : {}),
      ...(condition && returnsItem ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {}),
      ...bound(`${action === 'UpdateItem' ? update : ''} ${condition}`, bindings),
    }
    const old = returned === 'ALL_OLD' ? { ReturnValues: returned } : {}
    const inputs = {
      PutItem: { ...write, ...old, Item: { ...item, id } },
      DeleteItem: { ...write, ...old, Key: { id } },
      UpdateItem: { ...write, Key: { id }, UpdateExpression: update, ReturnValues: returned },
      GetItem: { Key: { id }, ConsistentRead: true },
      Query: {
        KeyConditionExpression: '#id = :id',
        ...(condition ? { FilterExpression: condition } : {}),
        ...bound(`#id :id ${condition}`, { ...bindings, id }),
      },
    }
    return { action, input: { TableName: 'rows', ...inputs[action] } }
  })

export const requests = fc.array(request, { minLength: 2, maxLength: 8 })

/** The names and values that a text uses: one that is not used is an error of its own. */
function bound(
  expressions: string,
  given: {
    v: AttributeValue
    w: AttributeValue
    number: string
    text: string
    type: string
    id?: AttributeValue
  },
) {
  const names = { '#a': 'a', '#b': 'b', '#group': 'group', '#n': 'n', '#k': 'k', '#l': 'l', '#id': 'id' }
  const values: Record<string, AttributeValue> = {
    ':v': given.v,
    ':w': given.w,
    ':number': { N: given.number },
    ':text': { S: given.text },
    ':type': { S: given.type },
    ':one': { N: '1' },
    ':x': { S: 'x' },
    ':two': { N: '2' },
    ':list': { L: [given.w] },
    ':set': { SS: ['x', 'q'] },
    ...(given.id ? { ':id': given.id } : {}),
  }
  const used = <Value>(all: Record<string, Value>) =>
    Object.fromEntries(
      Object.entries(all).filter(([name]) => new RegExp(`${name}(?![a-z])`).test(expressions)),
    ) as Record<string, Value>
  const [usedNames, usedValues] = [used(names), used(values)]
  return {
    ...(Object.keys(usedNames).length > 0 ? { ExpressionAttributeNames: usedNames } : {}),
    ...(Object.keys(usedValues).length > 0 ? { ExpressionAttributeValues: usedValues } : {}),
  }
}
