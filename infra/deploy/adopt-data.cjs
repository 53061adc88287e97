// Takes tables and buckets that a removed stack left into the stack, by an import of CloudFormation's: an operation of
// its own that changes none of them, before anything else is made.
'use strict'

const { Fault } = require('./fault.cjs')
const { CAPABILITIES, POLL_MS, settled } = require('./stack-operation.cjs')

const CHANGE_SET = 'adopt-existing-data'
const IDENTIFIERS = { 'AWS::DynamoDB::Table': 'TableName', 'AWS::S3::Bucket': 'BucketName' }
// API reference of CreateChangeSet, TemplateBody.
const TEMPLATE_BYTES_MAX = 51_200

/** `stack` is the one that exists, or undefined: then the import makes it. `putTemplate` gives the URL of a large one. */
async function adoptData({ aws, template, stackName, stack, left, tags, wait, putTemplate }) {
  const whole = await importTemplate({ aws, template, stackName, stack, left })
  const body = JSON.stringify(whole)
  const source =
    Buffer.byteLength(body) <= TEMPLATE_BYTES_MAX
      ? { TemplateBody: body }
      : { TemplateURL: await putTemplate(body) }
  const { Id, StackId } = await aws('CloudFormation', 'CreateChangeSet', {
    ...source,
    StackName: stackName,
    ChangeSetName: CHANGE_SET,
    ChangeSetType: 'IMPORT',
    Capabilities: CAPABILITIES,
    Tags: tags,
    ResourcesToImport: left.map(({ logicalId, type, name }) => ({
      ResourceType: type,
      LogicalResourceId: logicalId,
      ResourceIdentifier: { [IDENTIFIERS[type]]: name },
    })),
  })
  let isExecuted = false
  try {
    await planned({ aws, id: Id, wait })
    await aws('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: Id })
    isExecuted = true
  } finally {
    if (!isExecuted) await takeBack({ aws, stackName, id: Id, isNew: !stack })
  }
  try {
    await settled({ aws, id: StackId, name: stackName, wanted: 'IMPORT_COMPLETE', wait })
  } catch (error) {
    if (error instanceof Fault && !stack) await takeBack({ aws, stackName, isNew: true })
    throw error
  }
}

/** An import may change nothing else, outputs neither: the template is the stack's own, with the data besides. */
async function importTemplate({ aws, template, stackName, stack, left }) {
  const own = stack ? await ownTemplate(aws, stackName) : { AWSTemplateFormatVersion: '2010-09-09' }
  const adopted = left.map(({ logicalId }) => [
    logicalId,
    { ...template.Resources[logicalId], DeletionPolicy: 'Retain', DependsOn: undefined },
  ])
  return { ...own, Resources: { ...own.Resources, ...Object.fromEntries(adopted) } }
}

async function ownTemplate(aws, stackName) {
  const { TemplateBody } = await aws('CloudFormation', 'GetTemplate', {
    StackName: stackName,
    TemplateStage: 'Original',
  })
  return JSON.parse(TemplateBody)
}

async function planned({ aws, id, wait }) {
  for (;;) {
    const { Status, StatusReason } = await aws('CloudFormation', 'DescribeChangeSet', { ChangeSetName: id })
    if (Status === 'CREATE_COMPLETE') return
    if (Status === 'FAILED') throw new Fault(`The existing data cannot be adopted: ${StatusReason}`)
    await wait(POLL_MS)
  }
}

/** A stack that was only planned would be in the way of every later deploy. */
async function takeBack({ aws, stackName, id, isNew }) {
  if (isNew) await aws('CloudFormation', 'DeleteStack', { StackName: stackName })
  else await aws('CloudFormation', 'DeleteChangeSet', { ChangeSetName: id })
}

module.exports = { adoptData }
