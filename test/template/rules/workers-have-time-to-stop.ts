import { container, containersOf } from './containers.ts'
import type { Rule } from './rule.ts'

/** The longest that Fargate takes, and the warning before a Spot task is taken. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const STOP_SECONDS = 120

// A worker reckons its drain from what it is told: told more than it has, it is killed with work in its hands.
export const workersHaveTimeToStop: Rule = {
  name: 'workers-have-time-to-stop',
  check: (template) =>
    containersOf(template).flatMap(([resource, { StopTimeout, Environment }]) => {
      const told = Environment.find(({ Name }: { Name: string }) => Name === 'STOP_TIMEOUT_SECONDS')?.Value
      return [
        ...(StopTimeout === STOP_SECONDS
          ? []
          : [`has ${StopTimeout} s to stop, and could have ${STOP_SECONDS} s`]),
        ...(Number(told) === StopTimeout
          ? []
          : [`is told that it has ${told} s to stop; it has ${StopTimeout} s`]),
      ].map((what) => ({ resource, what }))
    }),
  breaks: [
    {
      how: 'ECS kills sooner than it could',
      at: 'LoadObjectTask',
      change: (the) => {
        const worker = container(the('LoadObjectTask'))
        worker.StopTimeout = 30
        tell(worker, '30')
      },
    },
    {
      how: 'a worker is told of more time than it has',
      at: 'LoadQueueTask',
      change: (the) => tell(container(the('LoadQueueTask')), '300'),
    },
    {
      how: 'the stop timeout is left to the default',
      at: 'AuditTask',
      change: (the) => delete container(the('AuditTask')).StopTimeout,
    },
  ],
}

function tell(worker: { Environment: { Name: string; Value: string }[] }, seconds: string): void {
  for (const variable of worker.Environment) {
    if (variable.Name === 'STOP_TIMEOUT_SECONDS') variable.Value = seconds
  }
}
