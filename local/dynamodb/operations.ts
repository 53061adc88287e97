import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { ApiError } from '../protocol/api-error.ts'
import type { JsonAction } from '../protocol/aws-json.ts'
import { authorize } from '../protocol/caller.ts'
import { deleteTable } from './actions/delete-table.ts'
import { describeContinuousBackups } from './actions/describe-continuous-backups.ts'
import { describeTimeToLive } from './actions/describe-time-to-live.ts'
import { refuseTransactions } from './actions/refuse-transactions.ts'
import { updateContinuousBackups } from './actions/update-continuous-backups.ts'
import { updateTable } from './actions/update-table.ts'
import { updateTimeToLive } from './actions/update-time-to-live.ts'
import { parseInput, runAction, type Store } from './store.ts'
import { writeBatch } from './write-batch.ts'
import { writeItem } from './write-item.ts'

const AS_IN_DYNALITE = [
  'BatchGetItem',
  'CreateTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
] as const

type Operation = (input: Record<string, unknown>, request: IncomingMessage) => unknown

/** Answers an action by its name; `body` is the request's JSON. */
export function createOperations(store: Store) {
  const operations = new Map<string, Operation>()
  for (const name of AS_IN_DYNALITE) {
    operations.set(name, (input) => runAction(store, name, parseInput(store, name, input)))
  }
  operations.set('BatchWriteItem', (input) => writeBatch(store, input))
  for (const name of ['PutItem', 'UpdateItem', 'DeleteItem'] as const) {
    operations.set(name, (input) => writeItem(store, name, input))
  }
  for (const action of [
    deleteTable(store),
    updateTable(store),
    describeTimeToLive(store),
    updateTimeToLive(store),
    describeContinuousBackups(store),
    updateContinuousBackups(store),
    ...refuseTransactions(),
  ]) {
    operations.set(action.name, checked(action))
  }
  return async (name: string, body: Buffer, request: IncomingMessage): Promise<object> => {
    const operation = operations.get(name)
    if (!operation) {
      throw new ApiError(
        'UnknownOperationException',
        `The local runtime has no DynamoDB action ${name || '(none named)'}.`,
      )
    }
    const input = JSON.parse(body.toString('utf8')) as Record<string, unknown>
    authorize(request, name, input)
    return ((await operation(input, request)) ?? {}) as object
  }
}

function checked(action: JsonAction): Operation {
  return (input, request) => {
    const parsed = action.input.safeParse(input)
    if (!parsed.success) throw new ApiError('ValidationException', z.prettifyError(parsed.error))
    return action.run(parsed.data as never, request)
  }
}
