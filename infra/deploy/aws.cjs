// The services that a deploy asks, with the region and the credentials of the framework.
'use strict'

const { createRequire } = require('node:module')
const { Fault } = require('./fault.cjs')

// The framework brings all the clients that it uses itself, ECR's among them.
const requireFromFramework = createRequire(require.resolve('serverless/package.json'))

const PACKAGES = {
  CloudFormation: '@aws-sdk/client-cloudformation',
  DynamoDB: '@aws-sdk/client-dynamodb',
  ECR: '@aws-sdk/client-ecr',
  ECS: '@aws-sdk/client-ecs',
  IAM: '@aws-sdk/client-iam',
  S3: '@aws-sdk/client-s3',
  SNS: '@aws-sdk/client-sns',
}

/** `aws('ECR', 'DescribeImages', input)`. An error is a Fault with its `code` and its `words`. */
function createAws(provider) {
  const clients = new Map()
  return async function aws(service, action, input) {
    const sdk = requireFromFramework(PACKAGES[service])
    if (!clients.has(service)) {
      clients.set(service, new sdk[`${service}Client`](await provider.getAwsSdkV3Config()))
    }
    try {
      return await clients.get(service).send(new sdk[`${action}Command`](input))
    } catch (error) {
      const fault = new Fault(`${action} of ${service} failed: ${error.name}: ${error.message}`, {
        cause: error,
      })
      throw Object.assign(fault, { code: error.name, words: error.message })
    }
  }
}

module.exports = { createAws }
