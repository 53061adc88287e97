import { z } from 'zod'

const text = z.string().min(1)
// Parameters of a template arrive as text.
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')])
const count = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
const throughput = z.strictObject({ ReadCapacityUnits: count, WriteCapacityUnits: count })

export const attributeDefinition = z.strictObject({
  AttributeName: text,
  AttributeType: z.enum(['S', 'N', 'B']),
})

const keySchema = z
  .array(z.strictObject({ AttributeName: text, KeyType: z.enum(['HASH', 'RANGE']) }))
  .min(1)
  .max(2)

export const indexProperties = z.strictObject({
  IndexName: text,
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']).optional(),
    NonKeyAttributes: z.array(text).optional(),
  }),
  ProvisionedThroughput: throughput.optional(),
  // Without meaning here.
  OnDemandThroughput: z.unknown().optional(),
  WarmThroughput: z.unknown().optional(),
  ContributorInsightsSpecification: z.unknown().optional(),
})

/** `AWS::DynamoDB::Table`. Streams are not among them: nothing here would read one. */
export const tableProperties = z.strictObject({
  TableName: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]{3,255}$/)
    .optional(),
  AttributeDefinitions: z.array(attributeDefinition),
  KeySchema: keySchema,
  BillingMode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).optional(),
  ProvisionedThroughput: throughput.optional(),
  GlobalSecondaryIndexes: z.array(indexProperties).optional(),
  LocalSecondaryIndexes: z.array(indexProperties).optional(),
  DeletionProtectionEnabled: flag.optional(),
  PointInTimeRecoverySpecification: z
    .strictObject({ PointInTimeRecoveryEnabled: flag.optional(), RecoveryPeriodInDays: count.optional() })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: text.optional(), Enabled: flag }).optional(),
  // Without meaning here: encryption, cost, access.
  SSESpecification: z.unknown().optional(),
  TableClass: z.unknown().optional(),
  Tags: z.unknown().optional(),
  ContributorInsightsSpecification: z.unknown().optional(),
  OnDemandThroughput: z.unknown().optional(),
  WarmThroughput: z.unknown().optional(),
  ResourcePolicy: z.unknown().optional(),
})

export type TableProperties = z.infer<typeof tableProperties>
