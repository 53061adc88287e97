import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'

/** Transactions done in part would be worse than none: they are refused by name. */
export function refuseTransactions() {
  return ['TransactWriteItems', 'TransactGetItems', 'ExecuteTransaction'].map((name) =>
    jsonAction({
      name,
      input: z.unknown(),
      run: () => {
        throw new ApiError(
          'UnknownOperationException',
          `The local runtime has no DynamoDB transactions: ${name} is refused. Use conditional writes, or try it on AWS.`,
        )
      },
    }),
  )
}
