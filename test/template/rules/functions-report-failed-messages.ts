import type { Resource } from '../template.ts'
import { referenced } from './referenced.ts'
import type { Rule } from './rule.ts'

/** The least that Lambda takes. https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html */
const CONCURRENCY_MIN = 2

// Without a report one bad message brings back its whole batch. Reserved concurrency throttles after messages were
// received, which counts as a receive of each; a maximum on the mapping receives no more than can be worked.
export const functionsReportFailedMessages: Rule = {
  name: 'functions-report-failed-messages',
  check: ({ Resources }) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping')
      .flatMap(([resource, { Properties }]) => {
        const invoked: Resource | undefined = Resources[referenced(Properties.FunctionName) ?? '']
        const concurrency = Properties.ScalingConfig?.MaximumConcurrency
        return [
          ...(Properties.FunctionResponseTypes?.includes('ReportBatchItemFailures')
            ? []
            : ['does not have its function report the messages that failed']),
          ...(concurrency >= CONCURRENCY_MIN ? [] : [`has no MaximumConcurrency but ${concurrency}`]),
          ...(invoked?.Properties.ReservedConcurrentExecutions === undefined
            ? []
            : ['has a function with reserved concurrency, which throttles what was received']),
        ].map((what) => ({ resource, what }))
      }),
  breaks: [
    {
      how: 'a whole batch comes back',
      at: 'LaunchDashloadEventSourceMappingSQSLaunches',
      change: (the) =>
        delete the('LaunchDashloadEventSourceMappingSQSLaunches').Properties.FunctionResponseTypes,
    },
    {
      how: 'nothing bounds how many run at once',
      at: 'ExplainDashstopEventSourceMappingSQSStops',
      change: (the) => delete the('ExplainDashstopEventSourceMappingSQSStops').Properties.ScalingConfig,
    },
    {
      how: 'a function has reserved concurrency',
      at: 'LaunchDashloadEventSourceMappingSQSLaunches',
      change: (the) => {
        the('LaunchDashloadLambdaFunction').Properties.ReservedConcurrentExecutions = 5
      },
    },
  ],
}
