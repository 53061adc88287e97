import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { NaiveDeps } from './load-file.ts'

export function naiveDeps(): NaiveDeps {
  return {
    s3: new S3Client(),
    dynamodb: DynamoDBDocumentClient.from(new DynamoDBClient(), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    table: variable('TABLE'),
    resultsBucket: variable('RESULTS_BUCKET'),
  }
}

export function variable(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}
