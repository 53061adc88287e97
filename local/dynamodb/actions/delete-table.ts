import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import { parseInput, runAction, type Store } from '../store.ts'
import { describeTable } from '../table-description.ts'
import { dropSettings, readSettings } from '../table-settings.ts'

export function deleteTable(store: Store) {
  return jsonAction({
    name: 'DeleteTable',
    input: z.object({ TableName: z.string() }),
    run: async ({ TableName }) => removeTable(store, (await describeTable(store, TableName)).TableName),
  })
}

/** Rejects with a ValidationException for one that is protected. */
export async function removeTable(store: Store, name: string): Promise<unknown> {
  const { deletionProtection } = await readSettings(store, name)
  if (deletionProtection) {
    throw new ApiError(
      'ValidationException',
      `Resource cannot be deleted as it is currently protected against deletion: ${name}. Take DeletionProtectionEnabled out of the template first.`,
    )
  }
  const output = await runAction(store, 'DeleteTable', parseInput(store, 'DeleteTable', { TableName: name }))
  await dropSettings(store, name)
  return output
}
