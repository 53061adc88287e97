import { resourcesOf, type Template } from '../template.ts'
import { container, containersOf } from './containers.ts'
import { referenced } from './referenced.ts'
import type { Fault, Rule } from './rule.ts'

const GROUP = 'AWS::Logs::LogGroup'

// A group that a service makes by itself is kept for ever, and outlives the stack.
export const logsAreKeptForATime: Rule = {
  name: 'logs-are-kept-for-a-time',
  check: (template) => [...groups(template), ...tasks(template), ...functions(template)],
  breaks: [
    {
      how: 'logs are kept for ever',
      at: 'WorkerLogs',
      change: (the) => delete the('WorkerLogs').Properties.RetentionInDays,
    },
    {
      how: 'a log group has a made-up name, which no log command finds',
      at: 'WorkerLogs',
      change: (the) => delete the('WorkerLogs').Properties.LogGroupName,
    },
    {
      how: 'a task logs into a group of another stack',
      at: 'AuditTask',
      change: (the) => {
        container(the('AuditTask')).LogConfiguration.Options['awslogs-group'] = '/ecs/others'
      },
    },
    {
      how: 'a task logs nowhere',
      at: 'LoadObjectTask',
      change: (the) => delete container(the('LoadObjectTask')).LogConfiguration,
    },
    {
      how: 'a function makes its group itself',
      at: 'LaunchDashloadLambdaFunction',
      change: (the) => {
        the('LaunchDashloadLambdaFunction').Properties.FunctionName = 'another-name'
      },
    },
  ],
}

function groups(template: Template): readonly Fault[] {
  return resourcesOf(template, GROUP).flatMap(([resource, { Properties }]) => [
    ...(Properties.RetentionInDays > 0 ? [] : [{ resource, what: 'keeps logs for ever' }]),
    ...(Properties.LogGroupName ? [] : [{ resource, what: 'has no name of its own' }]),
  ])
}

function tasks(template: Template): readonly Fault[] {
  return containersOf(template)
    .filter(([, { LogConfiguration }]) => {
      const group = referenced(LogConfiguration?.Options?.['awslogs-group'])
      return LogConfiguration?.LogDriver !== 'awslogs' || template.Resources[group ?? '']?.Type !== GROUP
    })
    .map(([resource]) => ({ resource, what: 'does not log into a group of this stack' }))
}

function functions(template: Template): readonly Fault[] {
  const names = resourcesOf(template, GROUP).map(([, { Properties }]) => Properties.LogGroupName)
  return resourcesOf(template, 'AWS::Lambda::Function')
    .filter(([, { Properties }]) => !names.includes(`/aws/lambda/${Properties.FunctionName}`))
    .map(([resource]) => ({ resource, what: 'has no log group in this stack' }))
}
