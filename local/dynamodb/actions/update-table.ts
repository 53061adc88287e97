import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import { addIndex, removeIndex } from '../change-indexes.ts'
import { parseInput, runAction, type Store } from '../store.ts'
import { describeTable } from '../table-description.ts'
import { attributeDefinition, indexProperties } from '../table-properties.ts'

const indexUpdates = z.array(
  z.strictObject({
    Create: indexProperties.optional(),
    Delete: z.strictObject({ IndexName: z.string() }).optional(),
    Update: z.unknown().optional(),
  }),
)

/** dynalite changes throughput alone; making and deleting indexes is ours. */
export function updateTable(store: Store) {
  return jsonAction({
    name: 'UpdateTable',
    input: z.looseObject({
      TableName: z.string(),
      AttributeDefinitions: z.array(attributeDefinition).optional(),
      GlobalSecondaryIndexUpdates: indexUpdates.optional(),
    }),
    run: async (input) => {
      const [update, ...more] = input.GlobalSecondaryIndexUpdates ?? []
      if (!update?.Create && !update?.Delete) {
        return runAction(store, 'UpdateTable', parseInput(store, 'UpdateTable', input))
      }
      if (more.length > 0) {
        throw new ApiError(
          'LimitExceededException',
          'Only 1 online index can be created or deleted simultaneously per table',
        )
      }
      const table = await describeTable(store, input.TableName)
      if (update.Create) {
        const { Create } = update
        if (table.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === Create.IndexName)) {
          throw new ApiError(
            'ValidationException',
            `Attempting to create an index which already exists: ${Create.IndexName}`,
          )
        }
        await addIndex(store, table.TableName, Create, input.AttributeDefinitions ?? [])
      }
      if (update.Delete) await removeIndex(store, table.TableName, update.Delete.IndexName)
      return { TableDescription: await describeTable(store, input.TableName) }
    },
  })
}
