import { setImmediate as turn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { ResourceType } from '../plugin.ts'
import { ApiError } from '../protocol/api-error.ts'
import { removeTable } from './actions/delete-table.ts'
import { addIndex, removeIndex } from './change-indexes.ts'
import {
  type AttributeDefinition,
  type KeyPart,
  parseInput,
  runAction,
  type Store,
  type TableDescription,
} from './store.ts'
import { describeTable, findTable } from './table-description.ts'
import { type TableProperties, tableProperties } from './table-properties.ts'
import { changeSettings, readSettings } from './table-settings.ts'

const NAME_LENGTH_MAX = 255

export function tableResource(store: Store): ResourceType<TableProperties> {
  return {
    type: 'AWS::DynamoDB::Table',
    properties: tableProperties,
    apply: async ({ properties, physicalName }) => {
      const name = properties.TableName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      const existing = await findTable(store, name)
      if (existing) await bringUp(store, existing, properties)
      else await create(store, name, properties)
      const { TimeToLiveSpecification: timeToLive, PointInTimeRecoverySpecification: recovery } = properties
      if (timeToLive?.Enabled) await refuseOtherTimeToLive(store, name, timeToLive.AttributeName)
      await changeSettings(store, name, {
        // CloudFormation does not switch it off where the template says nothing of it.
        ...(timeToLive ? { timeToLive: timeToLive.Enabled ? timeToLive.AttributeName : undefined } : {}),
        pointInTimeRecovery: recovery?.PointInTimeRecoveryEnabled,
        deletionProtection: properties.DeletionProtectionEnabled,
      })
      const { TableArn } = await describeTable(store, name)
      return { physicalId: name, attributes: { Arn: TableArn } }
    },
    takenName: async ({ properties, physicalName }) =>
      (await findTable(store, properties.TableName ?? physicalName({ maxLength: NAME_LENGTH_MAX })))
        ?.TableName,
    remove: async ({ physicalId: name }) => {
      if (!(await findTable(store, name))) return
      await removeTable(store, name)
      while (await findTable(store, name)) await turn()
    },
  }
}

async function create(store: Store, name: string, properties: TableProperties): Promise<void> {
  const { AttributeDefinitions, KeySchema, BillingMode, ProvisionedThroughput } = properties
  const input = {
    TableName: name,
    AttributeDefinitions,
    KeySchema,
    BillingMode,
    ProvisionedThroughput,
    GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
    LocalSecondaryIndexes: properties.LocalSecondaryIndexes,
  }
  await runAction(store, 'CreateTable', parseInput(store, 'CreateTable', structuredClone(input)))
  while ((await describeTable(store, name)).TableStatus !== 'ACTIVE') await turn()
}

/** Keeps the data. What DynamoDB cannot change in place is refused, with the way out. */
async function bringUp(store: Store, table: TableDescription, properties: TableProperties): Promise<void> {
  const name = table.TableName
  refuseChange(
    `The key of table ${name}`,
    'table',
    keyText(table, table.KeySchema),
    keyText(properties, properties.KeySchema),
  )
  refuseChange(
    `The local indexes of table ${name}`,
    'table',
    (table.LocalSecondaryIndexes ?? []).map((index) => indexText(table, index)).join(),
    (properties.LocalSecondaryIndexes ?? []).map((index) => indexText(properties, index)).join(),
  )
  const wanted = properties.GlobalSecondaryIndexes ?? []
  for (const index of table.GlobalSecondaryIndexes ?? []) {
    const same = wanted.find(({ IndexName }) => IndexName === index.IndexName)
    if (!same) await removeIndex(store, name, index.IndexName)
    else {
      refuseChange(
        `Index ${index.IndexName} of table ${name}`,
        'index',
        indexText(table, index),
        indexText(properties, same),
      )
    }
  }
  const known = new Set(table.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName))
  for (const index of wanted) {
    if (!known.has(index.IndexName)) await addIndex(store, name, index, properties.AttributeDefinitions)
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-timetolivespecification.html */
async function refuseOtherTimeToLive(store: Store, table: string, wanted: string | undefined): Promise<void> {
  const { timeToLive: is } = await readSettings(store, table)
  if (is === undefined || is === wanted) return
  throw new ApiError(
    'ValidationException',
    `TimeToLive is active on a different AttributeName: current AttributeName is ${is}. To move it to ${wanted}, switch it off first: aws dynamodb update-time-to-live --table-name ${table} --time-to-live-specification Enabled=false,AttributeName=${is}`,
  )
}

function refuseChange(what: string, thing: string, is: string, wanted: string): void {
  if (isDeepStrictEqual(is, wanted)) return
  throw new ApiError(
    'ValidationException',
    `${what} cannot be changed: it is ${is || 'none'}, the template says ${wanted || 'none'}. Give the ${thing} a new name in the template.`,
  )
}

interface Keyed {
  readonly AttributeDefinitions: readonly AttributeDefinition[]
}

function keyText({ AttributeDefinitions }: Keyed, keySchema: readonly KeyPart[]): string {
  return keySchema
    .map(({ AttributeName, KeyType }) => {
      const definition = AttributeDefinitions.find((other) => other.AttributeName === AttributeName)
      return `${KeyType} ${AttributeName} (${definition?.AttributeType ?? 'not defined'})`
    })
    .join(', ')
}

function indexText(
  keyed: Keyed,
  index: {
    IndexName: string
    KeySchema: readonly KeyPart[]
    Projection: { ProjectionType?: string | undefined; NonKeyAttributes?: readonly string[] | undefined }
  },
): string {
  const { ProjectionType = 'no projection', NonKeyAttributes = [] } = index.Projection
  return `${index.IndexName}: ${[keyText(keyed, index.KeySchema), ProjectionType, ...NonKeyAttributes].join(', ')}`
}
