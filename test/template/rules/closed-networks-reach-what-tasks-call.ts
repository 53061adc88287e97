import { resourcesOf, type Template } from '../template.ts'
import { referenced } from './referenced.ts'
import type { Rule } from './rule.ts'
import { statementsOfRole } from './statements.ts'

/** The endpoints of a service, by the prefix of its actions. A key is used by the other services, on the task's behalf. */
const ENDPOINTS: Readonly<Record<string, readonly string[]>> = {
  cloudwatch: ['monitoring'],
  ecr: ['ecr.api', 'ecr.dkr'],
  kms: [],
}

const ENDPOINT_NAME = /^com\.amazonaws\.\$\{AWS::Region\}\./

// Without a way out a task that calls a service hangs until its call times out, and one that cannot get its image never starts.
export const closedNetworksReachWhatTasksCall: Rule = {
  name: 'closed-networks-reach-what-tasks-call',
  check: (template) => {
    if (hasWayOut(template)) return []
    return resourcesOf(template, 'AWS::EC2::VPC').flatMap(([resource]) => {
      const there = resourcesOf(template, 'AWS::EC2::VPCEndpoint')
        .filter(([, { Properties }]) => referenced(Properties.VpcId) === resource)
        .map(([, { Properties }]) => String(Properties.ServiceName['Fn::Sub']).replace(ENDPOINT_NAME, ''))
      return [...calledByTasks(template)]
        .filter((service) => !there.includes(service))
        .map((service) => ({ resource, what: `has no way to ${service}, which its tasks call` }))
    })
  },
  breaks: [
    {
      how: 'messages cannot be received',
      at: 'Network',
      variant: 'closed',
      change: (_the, resources) => delete resources.SqsEndpoint,
    },
    {
      how: 'the image cannot be pulled',
      at: 'Network',
      variant: 'closed',
      change: (_the, resources) => delete resources.EcrDkrEndpoint,
    },
    {
      how: 'a task calls one more service',
      at: 'Network',
      variant: 'closed',
      change: (the) => {
        the('LoadQueueRole').Properties.Policies[0].PolicyDocument.Statement.push({
          Effect: 'Allow',
          Action: 'kinesis:PutRecord',
          Resource: 'arn:aws:kinesis:us-east-1:123456789012:stream/rows',
        })
      },
    },
  ],
}

function hasWayOut(template: Template): boolean {
  return resourcesOf(template, 'AWS::EC2::Route').some(
    ([, { Properties }]) => Properties.DestinationCidrBlock === '0.0.0.0/0',
  )
}

function calledByTasks(template: Template): ReadonlySet<string> {
  const roles = resourcesOf(template, 'AWS::ECS::TaskDefinition').flatMap(([, { Properties }]) =>
    [Properties.TaskRoleArn, Properties.ExecutionRoleArn].map(referenced),
  )
  const actions = roles
    .flatMap((role) => statementsOfRole(template.Resources[role ?? '']))
    .flatMap((statement) => statement.actions)
  return new Set(
    actions.flatMap((action) => {
      const [prefix = ''] = action.split(':')
      return ENDPOINTS[prefix] ?? [prefix]
    }),
  )
}
