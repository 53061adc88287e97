// One table for each file in datasets/, made from the very files that the workers read.
'use strict'

const datasetTable = require('./dataset-table.cjs')
const refuse = require('./refuse.cjs')

module.exports = async ({ resolveVariable }) => {
  const { compileDatasets } = await import('./compile-datasets.ts')
  const { objectRoutes } = await import('./object-routes.ts')
  const result = compileDatasets('datasets')
  if ('faults' in result) refuse(`The datasets cannot be used:\n${result.faults.join('\n')}`)
  const { datasets, hash } = result
  const stackName = `${await resolveVariable('self:service')}-${await resolveVariable('sls:stage')}`
  const { protectsTables, recoversRows, routeBytes, launch } = await resolveVariable('self:custom.settings')
  const options = { stackName, protectsTables, recoversRows }

  const { small, large, hourly } = objectRoutes(datasets, { routeBytes, launch })
  const tables = datasets.map((dataset) => ({ ...dataset, logicalId: `${pascalCase(dataset.name)}Table` }))
  return {
    hash,
    routes: { small, large, hourly: JSON.stringify(hourly) },
    tableArns: tables.map(({ logicalId }) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })),
    template: {
      Resources: Object.fromEntries(tables.map((table) => [table.logicalId, datasetTable(table, options)])),
      Outputs: Object.fromEntries(
        tables.map(({ name, logicalId }) => [
          `${logicalId}Name`,
          { Value: { Ref: logicalId }, Description: `The rows of dataset ${name}.` },
        ]),
      ),
    },
  }
}

function pascalCase(name) {
  return name.replace(/(^|[-_])([a-z0-9])/g, (_match, _separator, letter) => letter.toUpperCase())
}
