import { randomBytes } from 'node:crypto'

/** Another implementation of DynamoDB to hold the same tests against, as a second opinion; none by default. */
const ENDPOINT = process.env.DYNAMODB_ENDPOINT

/** What is of our own making: it cannot be asked of another implementation. */
export const isElsewhere = ENDPOINT !== undefined

/** Settings of a client for it; each call gets tables of its own, as DynamoDB Local keeps them apart by access key. */
export function clientElsewhere() {
  return ENDPOINT === undefined
    ? undefined
    : {
        endpoint: ENDPOINT,
        region: 'us-east-1',
        credentials: { accessKeyId: randomBytes(10).toString('hex'), secretAccessKey: 'local' },
      }
}
