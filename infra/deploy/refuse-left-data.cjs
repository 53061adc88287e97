'use strict'

const { Fault } = require('./fault.cjs')
const { removalCommands } = require('./removal-commands.cjs')

/** A table that exists cannot be made again. A bucket would get a new name, and its files would be left behind unseen. */
function refuseLeftData(left) {
  const tables = left.filter(({ type }) => type === 'AWS::DynamoDB::Table')
  if (tables.length === 0) return
  const lines = [
    'Nothing was changed. Data of an earlier stack is here, and its tables cannot be made again:',
    ...left.map(({ type, name }) => `  ${type === 'AWS::S3::Bucket' ? 'bucket' : 'table '} ${name}`),
    'To go on with it, deploy as before with --param "existingData=adopt".',
    'To begin anew, delete the tables with their rows, then deploy:',
    ...tables.flatMap((table) => removalCommands(table).map((command) => `  ${command}`)),
  ]
  throw new Fault(lines.join('\n'))
}

/** Of two buckets of one name only the person knows which one holds the files. */
function refuseAmbiguous(left) {
  const names = (logicalId) => left.filter((found) => found.logicalId === logicalId).map(({ name }) => name)
  const ambiguous = [...new Set(left.map(({ logicalId }) => logicalId))].filter(
    (logicalId) => names(logicalId).length > 1,
  )
  if (ambiguous.length === 0) return
  const told = ambiguous.map((logicalId) => `${logicalId} may be ${names(logicalId).join(' or ')}`)
  const remove = removalCommands({ type: 'AWS::S3::Bucket', name: '<bucket>' }).map(
    (command) => `  ${command}`,
  )
  throw new Fault(
    [
      `Nothing was changed. The existing data cannot be adopted: ${told.join('; ')}. Remove those that are not wanted:`,
      ...remove,
    ].join('\n'),
  )
}

module.exports = { refuseAmbiguous, refuseLeftData }
