import { resourcesOf, type Template } from '../template.ts'
import { referenced } from './referenced.ts'
import type { Fault, Rule } from './rule.ts'
import { statementsOf } from './statements.ts'

const GROUP = 'AWS::EC2::SecurityGroup'
const HTTPS = 443

// Workers serve nobody: they poll. What leaves them is HTTPS, to AWS.
export const tasksTakeNothingIn: Rule = {
  name: 'tasks-take-nothing-in',
  check: (template) => [
    ...groups(template),
    ...addresses(template),
    ...gateways(template),
    ...endpoints(template),
  ],
  breaks: [
    {
      how: 'a port is open for the tasks themselves',
      at: 'TaskSecurityGroup',
      change: (the) => {
        the('TaskSecurityGroup').Properties.SecurityGroupIngress = [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8', Description: 'Inside.' },
        ]
      },
    },
    {
      how: 'a port is opened by a resource of its own',
      at: 'Opening',
      change: (_the, resources) => {
        resources.Opening = {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: {
            GroupId: { 'Fn::GetAtt': ['TaskSecurityGroup', 'GroupId'] },
            IpProtocol: 'tcp',
            FromPort: 22,
            ToPort: 22,
            CidrIp: '10.0.0.0/8',
            Description: 'Shells.',
          },
        }
      },
    },
    {
      how: 'tasks may talk to every port',
      at: 'TaskSecurityGroup',
      change: (the) => {
        the('TaskSecurityGroup').Properties.SecurityGroupEgress[0].ToPort = 65535
      },
    },
    {
      how: 'nothing is said about what leaves, which allows all of it',
      at: 'TaskSecurityGroup',
      change: (the) => delete the('TaskSecurityGroup').Properties.SecurityGroupEgress,
    },
    {
      how: 'an endpoint carries data to any bucket of any account',
      at: 'S3Endpoint',
      change: (the) => delete the('S3Endpoint').Properties.PolicyDocument,
    },
    {
      how: 'the policy of an endpoint allows everything',
      at: 'DynamodbEndpoint',
      change: (the) => {
        the('DynamodbEndpoint').Properties.PolicyDocument.Statement.push({
          Effect: 'Allow',
          Principal: '*',
          Action: 'dynamodb:*',
          Resource: '*',
        })
      },
    },
    {
      how: 'S3 is reached over the internet',
      at: 'Network',
      change: (_the, resources) => delete resources.S3Endpoint,
    },
  ],
}

function groups(template: Template): readonly Fault[] {
  const tasks = taskGroups(template)
  const opened = resourcesOf(template, 'AWS::EC2::SecurityGroupIngress')
    .filter(([, { Properties }]) => tasks.has(referenced(Properties.GroupId) ?? ''))
    .map(([resource]) => ({ resource, what: 'opens a port of the worker tasks' }))
  return resourcesOf(template, GROUP)
    .filter(([name]) => tasks.has(name))
    .flatMap(([resource, { Properties }]) => [
      ...(Properties.SecurityGroupIngress?.length > 0 ? [{ resource, what: 'lets something in' }] : []),
      ...(isHttpsAlone(Properties.SecurityGroupEgress)
        ? []
        : [{ resource, what: 'lets out more than HTTPS' }]),
    ])
    .concat(opened)
}

/** An empty list stands for everything. */
function isHttpsAlone(egress: readonly Record<string, unknown>[] | undefined): boolean {
  return (
    egress !== undefined &&
    egress.length > 0 &&
    egress.every(
      ({ IpProtocol, FromPort, ToPort }) => IpProtocol === 'tcp' && FromPort === HTTPS && ToPort === HTTPS,
    )
  )
}

/** A public address costs money and faces the internet, behind a group that lets nothing in. */
function addresses(template: Template): readonly Fault[] {
  return configurations(template)
    .filter(([, { AssignPublicIp }]) => AssignPublicIp !== 'DISABLED')
    .map(([resource]) => ({ resource, what: 'gives its tasks public addresses' }))
}

/** Where the network is ours, the bytes of files and rows stay inside AWS, at no cost. */
function gateways(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::EC2::VPC').flatMap(([resource]) =>
    ['s3', 'dynamodb']
      .filter(
        (service) =>
          !resourcesOf(template, 'AWS::EC2::VPCEndpoint').some(
            ([, { Properties }]) =>
              Properties.VpcEndpointType === 'Gateway' &&
              String(Properties.ServiceName['Fn::Sub']).endsWith(`.${service}`) &&
              referenced(Properties.VpcId) === resource,
          ),
      )
      .map((service) => ({ resource, what: `has no gateway endpoint for ${service}` })),
  )
}

/** Without a policy an endpoint lets anything out to any account, by whatever key. */
function endpoints(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::EC2::VPCEndpoint')
    .filter(([, { Properties }]) => {
      const statements = statementsOf(Properties.PolicyDocument)
      return (
        statements.length === 0 ||
        statements.some(({ actions }) => actions.some((each) => /^(\w+:)?\*$/.test(each)))
      )
    })
    .map(([resource]) => ({ resource, what: 'has no policy that names what may pass' }))
}

interface Configuration {
  readonly AssignPublicIp?: string
  readonly SecurityGroups: readonly unknown[]
}

/** The networks of a service, a schedule and a rule that start tasks; functions are told theirs in their environment. */
function configurations(template: Template): readonly (readonly [string, Configuration])[] {
  return Object.entries(template.Resources).flatMap(([name, { Type, Properties }]) => {
    if (Type === 'AWS::ECS::Service') {
      return [[name, Properties.NetworkConfiguration.AwsvpcConfiguration] as const]
    }
    const targets = Type === 'AWS::Scheduler::Schedule' ? [Properties.Target] : (Properties?.Targets ?? [])
    return targets
      .filter(({ EcsParameters }: { EcsParameters?: unknown }) => EcsParameters)
      .map(({ EcsParameters: { NetworkConfiguration } }: Started) => [
        name,
        NetworkConfiguration.AwsvpcConfiguration ?? NetworkConfiguration.AwsVpcConfiguration,
      ])
  })
}

interface Started {
  readonly EcsParameters: { readonly NetworkConfiguration: Record<string, Configuration> }
}

function taskGroups(template: Template): ReadonlySet<string> {
  return new Set(
    configurations(template).flatMap(([, { SecurityGroups }]) =>
      SecurityGroups.flatMap((group) => referenced(group) ?? []),
    ),
  )
}
