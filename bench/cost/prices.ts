/** US dollars for so many of a unit, and the page where AWS tells it. */
export interface Price {
  readonly usd: number
  readonly per: number
  readonly page: string
}

export const PRICES_OF = { region: 'us-east-1', date: '2026-11-21' } as const

const FARGATE = 'https://aws.amazon.com/fargate/pricing/'
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/'
const S3 = 'https://aws.amazon.com/s3/pricing/'
const VPC = 'https://aws.amazon.com/vpc/pricing/'
const PRIVATELINK = 'https://aws.amazon.com/privatelink/pricing/'
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/'
const MILLION = 1_000_000

/** List prices without a free tier, the first tier of each; Fargate for Linux on arm64. */
export const PRICES = {
  vcpuHour: { usd: 0.03238, per: 1, page: FARGATE },
  gbHour: { usd: 0.00356, per: 1, page: FARGATE },
  publicAddressHour: { usd: 0.005, per: 1, page: VPC },
  natHour: { usd: 0.045, per: 1, page: VPC },
  natGb: { usd: 0.045, per: 1, page: VPC },
  /** In each zone. */
  endpointHour: { usd: 0.01, per: 1, page: PRIVATELINK },
  endpointGb: { usd: 0.01, per: 1, page: PRIVATELINK },
  sqsRequest: { usd: 0.4, per: MILLION, page: 'https://aws.amazon.com/sqs/pricing/' },
  s3GbMonth: { usd: 0.023, per: 1, page: S3 },
  /** What S3 Inventory lists. */
  s3InventoryObject: { usd: 0.0025, per: MILLION, page: S3 },
  s3Get: { usd: 0.0004, per: 1_000, page: S3 },
  s3Put: { usd: 0.005, per: 1_000, page: S3 },
  dynamodbGbMonth: { usd: 0.25, per: 1, page: DYNAMODB },
  dynamodbWrite: { usd: 0.625, per: MILLION, page: DYNAMODB },
  dynamodbRead: { usd: 0.125, per: MILLION, page: DYNAMODB },
  /** Of S3, which sends its events only where that is asked for. */
  event: { usd: 1, per: MILLION, page: 'https://aws.amazon.com/eventbridge/pricing/' },
  /** Of a function on arm64. */
  lambdaGbSecond: { usd: 0.0000133334, per: 1, page: 'https://aws.amazon.com/lambda/pricing/' },
  lambdaRequest: { usd: 0.2, per: MILLION, page: 'https://aws.amazon.com/lambda/pricing/' },
  logGb: { usd: 0.5, per: 1, page: CLOUDWATCH },
  metricMonth: { usd: 0.3, per: 1, page: CLOUDWATCH },
  alarmMetricMonth: { usd: 0.1, per: 1, page: CLOUDWATCH },
  dashboardMonth: { usd: 3, per: 1, page: CLOUDWATCH },
  trace: { usd: 5, per: MILLION, page: 'https://aws.amazon.com/xray/pricing/' },
} as const satisfies Readonly<Record<string, Price>>

export type PriceName = keyof typeof PRICES

/** US dollars. */
export function costOf(price: PriceName, quantity: number): number {
  const { usd, per } = PRICES[price]
  return (usd * quantity) / per
}
