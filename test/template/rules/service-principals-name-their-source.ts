import { resourcesOf, type Template } from '../template.ts'
import { referenced } from './referenced.ts'
import type { Fault, Rule } from './rule.ts'
import { resourcePolicies, type Statement, statementsOf } from './statements.ts'

/** Lambda assumes a role before the function that has it is there, and names no source. */
const ASSUMED_WITHOUT_SOURCE = ['lambda.amazonaws.com']

// A service acts for every account of AWS. Where its source is not named, anyone's rule, alarm or task may use what is ours.
export const servicePrincipalsNameTheirSource: Rule = {
  name: 'service-principals-name-their-source',
  check: (template) => [
    ...policies(template),
    ...trusts(template),
    ...permissions(template),
    ...keys(template),
  ],
  breaks: [
    {
      how: 'a queue takes messages of any rule of any account',
      at: 'AuditDeadLetterPolicy',
      change: (the) => {
        the('AuditDeadLetterPolicy').Properties.PolicyDocument.Statement.push({
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: { 'Fn::GetAtt': ['AuditDeadLetter', 'Arn'] },
        })
      },
    },
    {
      how: 'a role of tasks is assumed for any account',
      at: 'LoadObjectRole',
      change: (the) =>
        delete the('LoadObjectRole').Properties.AssumeRolePolicyDocument.Statement[0].Condition,
    },
    {
      how: 'a function is invoked for any account',
      at: 'AnyonesPermission',
      change: (_the, resources) => {
        resources.AnyonesPermission = {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { Ref: 'LaunchDashloadLambdaFunction' },
            Action: 'lambda:InvokeFunction',
            Principal: 'events.amazonaws.com',
          },
        }
      },
    },
    {
      how: 'a queue of a rule has a key whose policy nobody can change',
      at: 'Stops',
      change: (the) => {
        const { Properties } = the('Stops')
        delete Properties.SqsManagedSseEnabled
        Properties.KmsMasterKeyId = 'alias/aws/sqs'
      },
    },
  ],
}

function policies(template: Template): readonly Fault[] {
  return resourcePolicies(template)
    .filter(({ statement }) => !namesSource(statement))
    .map(({ policy, statement }) => ({
      resource: policy,
      what: `allows ${statement.services.join(', ')} without aws:SourceArn or aws:SourceAccount`,
    }))
}

function trusts(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::IAM::Role').flatMap(([resource, { Properties }]) =>
    statementsOf(Properties.AssumeRolePolicyDocument)
      .filter(({ services }) => !services.every((service) => ASSUMED_WITHOUT_SOURCE.includes(service)))
      .filter((statement) => !namesSource(statement))
      .map(({ services }) => ({
        resource,
        what: `is assumed by ${services.join(', ')} without aws:SourceArn or aws:SourceAccount`,
      })),
  )
}

function permissions(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::Lambda::Permission')
    .filter(([, { Properties }]) => !Properties.SourceArn && !Properties.SourceAccount)
    .map(([resource]) => ({ resource, what: 'lets a service invoke without SourceArn or SourceAccount' }))
}

/** The policy of a key that AWS manages lets no other service in: EventBridge and CloudWatch could not encrypt. */
function keys(template: Template): readonly Fault[] {
  return Object.entries(template.Resources)
    .filter(([, { Properties }]) => /^alias\/aws\/(sqs|sns)$/.test(Properties?.KmsMasterKeyId))
    .map(([resource]) => ({ resource, what: 'has a key of AWS, with which no other service can encrypt' }))
    .concat(
      resourcesOf(template, 'AWS::KMS::Key')
        .filter(([key]) => encryptsQueues(template, key))
        .filter(
          ([, { Properties }]) =>
            !statementsOf(Properties.KeyPolicy).some(({ services }) =>
              services.includes('events.amazonaws.com'),
            ),
        )
        .map(([resource]) => ({ resource, what: 'encrypts queues, and does not let EventBridge use it' })),
    )
}

function encryptsQueues(template: Template, key: string): boolean {
  return resourcesOf(template, 'AWS::SQS::Queue').some(
    ([, { Properties }]) => referenced(Properties.KmsMasterKeyId) === key,
  )
}

function namesSource({ effect, services, conditions }: Statement): boolean {
  if (effect !== 'Allow' || services.length === 0) return true
  return conditions.some(
    ([operator, key]) =>
      /^(Arn|String)(Equals|Like)$/.test(operator) && ['aws:SourceArn', 'aws:SourceAccount'].includes(key),
  )
}
