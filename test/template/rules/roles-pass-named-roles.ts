import { resourcesOf, type Template } from '../template.ts'
import { referenced, refersTo } from './referenced.ts'
import type { Fault, Rule } from './rule.ts'
import { type Statement, statementsOfRole } from './statements.ts'

const TASKS = 'ecs-tasks.amazonaws.com'
const ALL_REVISIONS =
  /^arn:\$\{AWS::Partition\}:ecs:\$\{AWS::Region\}:\$\{AWS::AccountId\}:task-definition\/([\w-]+):\*$/

// Who may pass any role to a task may do whatever the widest role of the account may.
export const rolesPassNamedRoles: Rule = {
  name: 'roles-pass-named-roles',
  check: (template) =>
    resourcesOf(template, 'AWS::IAM::Role').flatMap(([name, role]) => {
      const statements = statementsOfRole(role).filter(({ effect }) => effect === 'Allow')
      const runnable = statements.filter(({ actions }) => actions.includes('ecs:RunTask'))
      return [
        ...runnable.flatMap((statement) => faultsOfRun(template, statement)),
        ...statements
          .filter(({ actions }) => actions.some((action) => ['iam:PassRole', 'iam:*', '*'].includes(action)))
          .flatMap((statement) => faultsOfPass(template, statement, runnable)),
      ].map((what) => ({ resource: name, what }) satisfies Fault)
    }),
  breaks: [
    {
      how: 'any role may be passed',
      at: 'LaunchLoadRole',
      change: (the) => {
        statement(the('LaunchLoadRole'), 'iam:PassRole').Resource = '*'
      },
    },
    {
      how: 'the role of another task may be passed',
      at: 'LaunchLoadRole',
      change: (the) => {
        statement(the('LaunchLoadRole'), 'iam:PassRole').Resource.push({ 'Fn::GetAtt': ['AuditRole', 'Arn'] })
      },
    },
    {
      how: 'roles may be passed to any service',
      at: 'AuditScheduleRole',
      change: (the) => delete statement(the('AuditScheduleRole'), 'iam:PassRole').Condition,
    },
    {
      how: 'any task definition may be run',
      at: 'LaunchLoadRole',
      change: (the) => {
        const named = statement(the('LaunchLoadRole'), 'ecs:RunTask')
        named.Resource = [named.Resource, { 'Fn::Sub': 'arn:aws:ecs:*:*:task-definition/*' }]
      },
    },
    {
      how: 'one revision may be run: while a deploy brings the next, role and caller name different ones',
      at: 'LaunchLoadRole',
      change: (the) => {
        statement(the('LaunchLoadRole'), 'ecs:RunTask').Resource = { Ref: 'LoadObjectTask' }
      },
    },
    {
      how: 'tasks may be run in any cluster',
      at: 'LargeObjectRole',
      variant: 'direct',
      change: (the) => delete statement(the('LargeObjectRole'), 'ecs:RunTask').Condition,
    },
  ],
}

function faultsOfRun(template: Template, { resources, conditions }: Statement): string[] {
  const named = resources.every((resource) => taskDefinition(template, resource))
  const inCluster = conditions.some(
    ([operator, key, value]) =>
      operator === 'ArnEquals' &&
      key === 'ecs:cluster' &&
      template.Resources[referenced(value) ?? '']?.Type === 'AWS::ECS::Cluster',
  )
  return [
    ...(named ? [] : ['may run other than all revisions of named task definitions']),
    ...(inCluster ? [] : ['may run tasks in other clusters: it has no ArnEquals on ecs:cluster']),
  ]
}

/** The roles that may be passed are those of the tasks that may be run. */
function faultsOfPass(template: Template, pass: Statement, runnable: readonly Statement[]): string[] {
  const tasks = runnable
    .flatMap(({ resources }) => resources)
    .flatMap((resource) => taskDefinition(template, resource) ?? [])
  const needed = tasks.flatMap(({ Properties }) => [Properties.ExecutionRoleArn, Properties.TaskRoleArn])
  const foreign = pass.resources.filter((resource) => {
    const role = referenced(resource)
    return role === undefined || !refersTo(needed, role)
  })
  const toTasks = pass.conditions.some(
    ([operator, key, value]) =>
      operator === 'StringEquals' && key === 'iam:PassedToService' && value === TASKS,
  )
  return [
    ...foreign.map((resource) => `may pass ${JSON.stringify(resource)}, which no task needs that it may run`),
    ...(toTasks ? [] : [`may pass roles to other services: it has no StringEquals on iam:PassedToService`]),
  ]
}

/** The one whose revisions an ARN names all of. */
function taskDefinition(template: Template, arn: unknown) {
  const text = (arn as { 'Fn::Sub'?: unknown } | null)?.['Fn::Sub']
  const [, family] = ALL_REVISIONS.exec(String(text)) ?? []
  const definitions = resourcesOf(template, 'AWS::ECS::TaskDefinition')
  return definitions.find(([, { Properties }]) => Properties.Family === family)?.[1]
}

// biome-ignore lint/suspicious/noExplicitAny: the statement of a copy, to be changed.
function statement(role: { Properties: any }, action: string): any {
  return role.Properties.Policies[0].PolicyDocument.Statement.find(
    ({ Action }: { Action: string | string[] }) => [Action].flat().includes(action),
  )
}
