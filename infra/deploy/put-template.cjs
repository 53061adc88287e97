'use strict'

const { Fault } = require('./fault.cjs')
const { stackResources } = require('./stack-operation.cjs')

/** Lays a template that is too large for a request into the framework's bucket, and gives its address. */
async function putTemplate({ aws, stackName, stage, service, stack, body }) {
  const resources = stack ? await stackResources(aws, stackName) : []
  const bucket = resources.find(({ LogicalResourceId }) => LogicalResourceId === 'ServerlessDeploymentBucket')
  if (!bucket) {
    throw new Fault(
      'The existing data cannot be adopted: its template is too large for a request, and there is no bucket yet that could hold it. Take dataset files out of datasets/, deploy with "existingData=adopt", put them back, deploy so again.',
    )
  }
  const { PhysicalResourceId } = bucket
  // Under the prefix that the framework empties when the stack is removed.
  const key = `serverless/${service}/${stage}/adopt-existing-data.json`
  await aws('S3', 'PutObject', { Bucket: PhysicalResourceId, Key: key, Body: body })
  return `https://s3.amazonaws.com/${PhysicalResourceId}/${key}`
}

module.exports = { putTemplate }
