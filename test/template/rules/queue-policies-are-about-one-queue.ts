import { resourcesOf } from '../template.ts'
import { referenced } from './referenced.ts'
import type { Rule } from './rule.ts'
import { statementsOf } from './statements.ts'

/** The types whose policies services refuse where a statement is about more than the one resource that has them. */
const POLICIES: Readonly<Record<string, string>> = {
  'AWS::SQS::QueuePolicy': 'Queues',
  'AWS::SNS::TopicPolicy': 'Topics',
}

// SQS and SNS take no policy with a statement about another resource, and say so when the stack is deployed, not before.
// And a queue has one policy: where two are made, the later takes the place of the earlier.
export const queuePoliciesAreAboutOneQueue: Rule = {
  name: 'queue-policies-are-about-one-queue',
  check: (template) =>
    Object.entries(POLICIES).flatMap(([type, property]) => {
      const policies = resourcesOf(template, type).map(([resource, { Properties }]) => ({
        resource,
        of: [Properties[property]].flat().map(referenced),
        about: statementsOf(Properties.PolicyDocument).flatMap((each) => each.resources.map(referenced)),
      }))
      return policies.flatMap(({ resource, of, about }, index) => {
        const earlier = policies.slice(0, index).find((policy) => policy.of.some((each) => of.includes(each)))
        return [
          ...(of.length === 1 && about.every((each) => each === of[0])
            ? []
            : ['is about more than one, or about another one than it is for']),
          ...(earlier ? [`takes the place of ${earlier.resource}`] : []),
        ].map((what) => ({ resource, what }))
      })
    }),
  breaks: [
    {
      how: 'one policy is for two queues',
      at: 'LoadsPolicy',
      change: (the, resources) => {
        const { Properties } = the('LoadsPolicy')
        Properties.Queues.push({ Ref: 'LoadsDeadLetter' })
        for (const statement of Properties.PolicyDocument.Statement) {
          statement.Resource = [statement.Resource, { 'Fn::GetAtt': ['LoadsDeadLetter', 'Arn'] }]
        }
        delete resources.LoadsDeadLetterPolicy
      },
    },
    {
      how: 'a queue has two policies',
      at: 'AnotherPolicy',
      change: (the, resources) => {
        resources.AnotherPolicy = structuredClone(the('AuditDeadLetterPolicy'))
      },
    },
    {
      how: 'a statement is about every queue',
      at: 'AuditDeadLetterPolicy',
      change: (the) => {
        the('AuditDeadLetterPolicy').Properties.PolicyDocument.Statement[0].Resource = '*'
      },
    },
  ],
}
