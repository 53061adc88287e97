// Where tasks run: what the parameters of the network lead to in the template.
'use strict'

const { idsOrNone, oneOf } = require('./parameter-rules.cjs')

// Of a task: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
const SUBNETS_MAX = 16
const SECURITY_GROUPS_MAX = 5

const NETWORK_RULES = {
  network: oneOf('public', 'new', 'existing'),
  privateAccess: oneOf('endpoints', 'nat', 'nat-per-zone'),
  subnets: idsOrNone('subnet', SUBNETS_MAX),
  securityGroups: idsOrNone('sg', SECURITY_GROUPS_MAX),
  assignPublicIp: oneOf('disabled', 'enabled'),
}

// The files in infra/network/, and the last resources of each: with them there is a way to the AWS APIs.
const LAYERS = {
  vpc: ['S3Endpoint', 'DynamodbEndpoint'],
  internet: ['DefaultRoute', 'PublicSubnetARoutes', 'PublicSubnetBRoutes'],
  private: ['PrivateSubnetARoutes', 'PrivateSubnetBRoutes'],
  endpoints: [
    'EcrApiEndpoint',
    'EcrDkrEndpoint',
    'LogsEndpoint',
    'SqsEndpoint',
    'MonitoringEndpoint',
    'EcsEndpoint',
  ],
  nat: ['PrivateDefaultRouteA'],
  'nat-shared': ['PrivateDefaultRouteB'],
  'nat-second': ['PrivateDefaultRouteB'],
}

const PRIVATE_LAYERS = {
  endpoints: ['vpc', 'private', 'endpoints'],
  nat: ['vpc', 'internet', 'private', 'nat', 'nat-shared'],
  'nat-per-zone': ['vpc', 'internet', 'private', 'nat', 'nat-second'],
}

/** Faults of parameters that do not go together. */
function networkFaults({ network, subnets, securityGroups, assignPublicIp }) {
  if (network === 'existing') {
    return Object.entries({ subnets, securityGroups })
      .filter(([, ids]) => ids.length === 0)
      .map(([name]) => `${name} is empty, and has to name those of the network, since network is existing`)
  }
  const given = { subnets: subnets.length > 0, securityGroups: securityGroups.length > 0 }
  return Object.entries({ ...given, assignPublicIp: assignPublicIp === 'enabled' })
    .filter(([, isGiven]) => isGiven)
    .map(([name]) => `${name} is for network=existing alone, and network is ${network}`)
}

function networkSettings(settings) {
  const { layers, routeTables, ...placement } = choices(settings)
  return {
    ...placement,
    layers,
    routeTables: references(routeTables),
    // A service starts its tasks at once: what they need to start must be there before it.
    serviceDependsOn: ['ClusterCapacity', ...layers.flatMap((layer) => LAYERS[layer])],
  }
}

function choices({ network, privateAccess, subnets, securityGroups, assignPublicIp }) {
  switch (network) {
    case 'public':
      return {
        layers: ['vpc', 'internet'],
        routeTables: ['PublicRoutes'],
        subnets: references(['PublicSubnetA', 'PublicSubnetB']),
        securityGroups: references(['TaskSecurityGroup']),
        assignPublicIp: 'ENABLED',
      }
    case 'new':
      return {
        layers: PRIVATE_LAYERS[privateAccess],
        routeTables: ['PrivateRoutesA', 'PrivateRoutesB'],
        subnets: references(['PrivateSubnetA', 'PrivateSubnetB']),
        securityGroups: references(['TaskSecurityGroup']),
        assignPublicIp: 'DISABLED',
      }
    case 'existing':
      return {
        layers: [],
        routeTables: [],
        subnets,
        securityGroups,
        assignPublicIp: assignPublicIp.toUpperCase(),
      }
  }
}

function references(logicalIds) {
  return logicalIds.map((Ref) => ({ Ref }))
}

module.exports = { NETWORK_RULES, networkFaults, networkSettings }
