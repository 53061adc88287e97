import { describe, expect, test } from 'vitest'
import type { Variant } from '../system/variants.ts'
import { packagedTemplate, type Resource, resourcesOf, type Template } from './template.ts'

interface Statement {
  readonly Action: string | readonly string[]
  readonly Resource: unknown
}

const NETWORKS = ['local', 'closed', 'nat', 'existing'] as const satisfies readonly Variant[]
/** By way of the agent of ECS, which is not in the network of the task. */
const BY_THE_AGENT = ['ecs:UpdateTaskProtection']
const ENDPOINT_OF: Readonly<Record<string, readonly string[]>> = {
  s3: ['s3'],
  dynamodb: ['dynamodb'],
  sqs: ['sqs'],
  ecs: ['ecs'],
  cloudwatch: ['monitoring'],
  logs: ['logs'],
  ecr: ['ecr.api', 'ecr.dkr'],
}

/** What a task may do, and what is done for it when it starts. */
function actionsOfTasks(template: Template): string[] {
  const roles = resourcesOf(template, 'AWS::ECS::TaskDefinition').flatMap(([, { Properties }]) =>
    [Properties.TaskRoleArn, Properties.ExecutionRoleArn].map((arn) => arn['Fn::GetAtt'][0] as string),
  )
  const policies = [...new Set(roles)].flatMap((role) => template.Resources[role]?.Properties.Policies)
  const statements: Statement[] = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
  const actions = statements.flatMap(({ Action }) => Action)
  return actions.filter((action) => !BY_THE_AGENT.includes(action) && !action.startsWith('kms:'))
}

function endpointsOf(template: Template): { service: string; statements: readonly Statement[] }[] {
  return resourcesOf(template, 'AWS::EC2::VPCEndpoint').map(([, { Properties }]) => ({
    service: Properties.ServiceName['Fn::Sub'].replace(`com.amazonaws.\${AWS::Region}.`, ''),
    statements: Properties.PolicyDocument.Statement,
  }))
}

/** Every resource that is made before this one. */
function before(template: Template, logicalId: string, found = new Set<string>()): Set<string> {
  const resource = template.Resources[logicalId]
  const named = [...JSON.stringify(resource).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"|\$\{(\w+)/g)].map(
    ([, reference, inText]) => reference ?? inText ?? '',
  )
  for (const name of [...named, ...[resource?.DependsOn ?? []].flat()]) {
    if (found.has(name) || !Object.hasOwn(template.Resources, name)) continue
    found.add(name)
    before(template, name, found)
  }
  return found
}

function placements(template: Template): unknown[] {
  const rules = resourcesOf(template, 'AWS::Events::Rule').flatMap(([, { Properties }]) => Properties.Targets)
  return [
    template.Resources.LoadQueueService?.Properties.NetworkConfiguration.AwsvpcConfiguration,
    template.Resources.AuditSchedule?.Properties.Target.EcsParameters.NetworkConfiguration
      .AwsvpcConfiguration,
    ...rules.flatMap(({ EcsParameters }) => EcsParameters?.NetworkConfiguration.AwsVpcConfiguration ?? []),
  ]
}

describe.each(NETWORKS)('the network of %s', (variant) => {
  const template = packagedTemplate(variant)
  const ofNetwork = Object.entries(template.Resources).filter(([, { Type }]) => Type.startsWith('AWS::EC2::'))

  test('is whole before the service starts its tasks', () => {
    const there = before(template, 'LoadQueueService')
    expect(ofNetwork.map(([name]) => name).filter((name) => !there.has(name))).toEqual([])
    expect(there).toContain('ClusterCapacity')
  })

  test('takes nothing in from outside, and lets out port 443 alone', () => {
    for (const [name, { Properties }] of resourcesOf(template, 'AWS::EC2::SecurityGroup')) {
      const { SecurityGroupIngress = [], SecurityGroupEgress } = Properties
      for (const rule of SecurityGroupIngress) {
        expect(rule, name).toMatchObject({ FromPort: 443, ToPort: 443 })
        expect(rule.SourceSecurityGroupId, name).toEqual({ Ref: 'TaskSecurityGroup' })
      }
      expect(SecurityGroupEgress, name).toHaveLength(1)
      expect(SecurityGroupEgress[0], name).toMatchObject({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 })
    }
  })

  test('is the same for the service, the audit and every rule and function that starts a task', () => {
    const [service, ...others] = placements(template)
    for (const other of others) expect(other).toEqual(service)
    const launchLoad = template.Resources.LaunchDashloadLambdaFunction?.Properties.Environment.Variables
    expect({
      AssignPublicIp: launchLoad.ASSIGN_PUBLIC_IP,
      Subnets: launchLoad.SUBNETS['Fn::Join'][1],
      SecurityGroups: launchLoad.SECURITY_GROUPS['Fn::Join'][1],
    }).toEqual(service)
  })

  test('has endpoints for S3 and DynamoDB that let through what tasks do there, and nobody else’s data', () => {
    const gateways = endpointsOf(template).filter(({ service }) => ['s3', 'dynamodb'].includes(service))
    expect(gateways).toHaveLength(variant === 'existing' ? 0 : 2)
    const actions = actionsOfTasks(template)
    for (const { service, statements } of gateways) {
      const passed = new Set(statements.flatMap(({ Action }) => Action))
      expect(actions.filter((action) => action.startsWith(`${service}:`) && !passed.has(action))).toEqual([])
      expect([...passed].filter((action) => !actions.includes(action))).toEqual([])
      for (const { Resource } of statements) expect(Resource).not.toBe('*')
    }
  })
})

test('a public network has no NAT gateway, and gives its tasks addresses', () => {
  const template = packagedTemplate('local')
  expect(resourcesOf(template, 'AWS::EC2::NatGateway')).toEqual([])
  expect(placements(template)[0]).toMatchObject({ AssignPublicIp: 'ENABLED' })
})

test('a private network by endpoints has no way out but these, and one for every service that tasks use', () => {
  const template = packagedTemplate('closed')
  expect(placements(template)[0]).toMatchObject({ AssignPublicIp: 'DISABLED' })
  for (const type of ['Route', 'NatGateway', 'InternetGateway', 'EIP']) {
    expect(resourcesOf(template, `AWS::EC2::${type}`)).toEqual([])
  }
  const services = new Set(actionsOfTasks(template).map((action) => action.split(':')[0] ?? ''))
  const needed = [...services].flatMap((service) => ENDPOINT_OF[service] ?? [`${service}: unknown`])
  const endpoints = endpointsOf(template)
  expect(endpoints.map(({ service }) => service).sort()).toEqual(needed.sort())

  const passed = new Set(endpoints.flatMap(({ statements }) => statements.flatMap(({ Action }) => Action)))
  expect([...passed].sort()).toEqual([...new Set(actionsOfTasks(template))].sort())
})

test('a private network by NAT sends what is not for S3 and DynamoDB through a gateway of its zone', () => {
  const template = packagedTemplate('nat')
  expect(placements(template)[0]).toMatchObject({ AssignPublicIp: 'DISABLED' })
  for (const zone of ['A', 'B']) {
    expect(template.Resources[`PrivateDefaultRoute${zone}`]?.Properties).toMatchObject({
      DestinationCidrBlock: '0.0.0.0/0',
      RouteTableId: { Ref: `PrivateRoutes${zone}` },
      NatGatewayId: { Ref: `NatGateway${zone}` },
    })
    expect(template.Resources[`NatGateway${zone}`]?.Properties.SubnetId).toEqual({
      Ref: `PublicSubnet${zone}`,
    })
  }
})

test('in an existing network nothing of a network is made', () => {
  const template = packagedTemplate('existing')
  const types = Object.values(template.Resources).map(({ Type }: Resource) => Type)
  expect(types.filter((type) => type.startsWith('AWS::EC2::'))).toEqual([])
  expect(placements(template)[0]).toEqual({
    AssignPublicIp: 'DISABLED',
    Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    SecurityGroups: ['sg-0123456789abcdef0'],
  })
})

test('no two subnets overlap, and those of one kind lie in two zones, so that a stack can change its network', () => {
  const subnets = [...resourcesOf(packagedTemplate('nat'), 'AWS::EC2::Subnet')].map(([, { Properties }]) => ({
    range: Number(/^10\.74\.(\d+)\.0\/20$/.exec(Properties.CidrBlock)?.[1]),
    zone: Properties.AvailabilityZone['Fn::Select'][0],
  }))
  expect(subnets.map(({ range }) => range % 16)).toEqual([0, 0, 0, 0])
  expect(new Set(subnets.map(({ range }) => range)).size).toBe(4)
  expect(subnets.map(({ zone }) => zone).sort()).toEqual([0, 0, 1, 1])
})
