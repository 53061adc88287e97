// What a deploy would meet: tables and buckets that an earlier stack left. Asks alone, changes nothing.
'use strict'

const { Fault } = require('./fault.cjs')
const { removalCommands } = require('./removal-commands.cjs')
const { findStack, stackResources } = require('./stack-operation.cjs')
const { keyOf, namedTables } = require('./template-tables.cjs')

// DescribeTable is a call of the control plane, which takes few at once.
const AT_ONCE = 8

/**
 * Tables and buckets of the template that exist outside of the stack, as `{ logicalId, type, name }`, a table with
 * `isProtected`; and `missing`, the buckets that are neither in the stack nor found. Rejects where the key of a table is
 * another than that of its dataset.
 */
async function inspectData({ aws, template, stackName, region }) {
  const stack = await findStack(aws, stackName)
  const listed = stack ? await stackResources(aws, stackName) : []
  // A table that a failed deploy made and could not take back, for it is protected, is listed though it left the stack.
  const resources = listed.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_FAILED')
  const inStack = new Set(resources.map(({ LogicalResourceId }) => LogicalResourceId))
  const tables = await existingTables(aws, namedTables(template))

  const changed = tables.filter(({ key, deployedKey }) => key !== deployedKey)
  if (changed.length > 0) {
    const faults = changed.map((table) => keyFault(table, stackName, inStack.has(table.logicalId)))
    throw new Fault(`Nothing was changed. ${faults.join('\n')}`)
  }
  const left = tables
    .filter(({ logicalId }) => !inStack.has(logicalId))
    .map(({ logicalId, name, isProtected }) => ({
      logicalId,
      type: 'AWS::DynamoDB::Table',
      name,
      isProtected,
    }))
  const buckets = retainedBuckets(template).filter((logicalId) => !inStack.has(logicalId))
  const found = await leftBuckets({ aws, stackName, region, buckets })
  const missing = buckets.filter((logicalId) => !found.some((bucket) => bucket.logicalId === logicalId))
  return { stack, left: [...left, ...found], missing }
}

async function existingTables(aws, tables) {
  const found = []
  for (let first = 0; first < tables.length; first += AT_ONCE) {
    const batch = tables.slice(first, first + AT_ONCE)
    found.push(...(await Promise.all(batch.map((table) => describe(aws, table)))))
  }
  return found.filter(Boolean)
}

async function describe(aws, table) {
  try {
    const { Table } = await aws('DynamoDB', 'DescribeTable', { TableName: table.name })
    return { ...table, deployedKey: keyOf(Table), isProtected: Table.DeletionProtectionEnabled === true }
  } catch (error) {
    if (error.code === 'ResourceNotFoundException') return undefined
    throw error
  }
}

function keyFault({ name, key, deployedKey, isProtected }, stackName, isInStack) {
  const dataset = name.slice(stackName.length + 1)
  const fault = `The key of dataset ${dataset} is ${key}, and that of its table ${name} is ${deployedKey}: a table keeps its key. Give the dataset another name (name: ${dataset}-2), which makes a table of its own, and upload its files again.`
  const remove = removalCommands({ type: 'AWS::DynamoDB::Table', name, isProtected }).join(' && ')
  return isInStack
    ? `${fault} To keep the name and lose the rows: take its file out of datasets/, deploy, ${remove}, put the file back, deploy.`
    : `${fault} To keep the name and lose the rows: ${remove}, then deploy.`
}

function retainedBuckets(template) {
  return Object.entries(template.Resources)
    .filter(([, { Type, DeletionPolicy }]) => Type === 'AWS::S3::Bucket' && /^Retain/.test(DeletionPolicy))
    .map(([logicalId]) => logicalId)
}

/** Buckets have the names that CloudFormation made of the stack's name and theirs. */
async function leftBuckets({ aws, stackName, region, buckets }) {
  if (buckets.length === 0) return []
  const Prefix = `${stackName}-`.toLowerCase()
  const found = []
  let ContinuationToken
  do {
    const input = { Prefix, BucketRegion: region, ContinuationToken }
    const page = await aws('S3', 'ListBuckets', input)
    found.push(...(page.Buckets ?? []).map(({ Name }) => Name))
    ContinuationToken = page.ContinuationToken
  } while (ContinuationToken)
  return buckets.flatMap((logicalId) =>
    found
      .filter((name) => name.startsWith(`${Prefix}${logicalId.toLowerCase()}-`))
      .map((name) => ({ logicalId, type: 'AWS::S3::Bucket', name })),
  )
}

module.exports = { inspectData }
