import { resourcesOf, type Template } from '../template.ts'
import type { Fault, Rule } from './rule.ts'

// SQS tells nothing of a queue that was idle for six hours, Container Insights may be a minute late. What that means is said
// each time: by TreatMissingData of an alarm, and by FILL in an expression, for scaling makes its alarms itself.
export const missingDataHasAMeaning: Rule = {
  name: 'missing-data-has-a-meaning',
  check: (template) => [...alarms(template), ...policies(template)],
  breaks: [
    {
      how: 'an alarm leaves it open what no data means',
      at: 'LoadsWaitAlarm',
      change: (the) => delete the('LoadsWaitAlarm').Properties.TreatMissingData,
    },
    {
      how: 'scaling reckons with a metric that may be missing',
      at: 'LoadQueueBacklogPolicy',
      change: (the) => {
        const [query] = tracked(the('LoadQueueBacklogPolicy'))
        query.Expression = query.Expression.replace('FILL(inWork, REPEAT)', 'inWork')
      },
    },
  ],
}

function alarms(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::CloudWatch::Alarm')
    .filter(([, { Properties }]) => Properties.TreatMissingData === undefined)
    .map(([resource]) => ({ resource, what: 'does not say what missing data means' }))
}

function policies(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::ApplicationAutoScaling::ScalingPolicy').flatMap(([resource, policy]) => {
    const queries = tracked(policy)
    const { Expression = '' } = queries.find(({ ReturnData }) => ReturnData) ?? {}
    return queries
      .filter(({ MetricStat }) => MetricStat)
      .filter(({ Id }) => !filledEverywhere(Expression, Id))
      .map(({ Id }) => ({
        resource,
        what: `does not say what it means where ${Id} is missing: ${Expression}`,
      }))
  })
}

// biome-ignore lint/suspicious/noExplicitAny: the queries of a policy are what is looked into.
function tracked({ Properties }: { Properties: any }): any[] {
  return Properties.TargetTrackingScalingPolicyConfiguration?.CustomizedMetricSpecification?.Metrics ?? []
}

function filledEverywhere(expression: string, id: string): boolean {
  const uses = expression.match(new RegExp(`\\b${id}\\b`, 'g')) ?? []
  const filled = expression.match(new RegExp(`FILL\\(${id},`, 'g')) ?? []
  return uses.length === filled.length
}
