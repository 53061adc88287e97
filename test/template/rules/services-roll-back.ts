import { resourcesOf } from '../template.ts'
import type { Rule } from './rule.ts'

// Without it a deploy whose tasks die at their start waits for three hours, and starts them all that time.
export const servicesRollBack: Rule = {
  name: 'services-roll-back',
  check: (template) =>
    resourcesOf(template, 'AWS::ECS::Service')
      .filter(([, { Properties }]) => {
        const { Enable, Rollback } = Properties.DeploymentConfiguration?.DeploymentCircuitBreaker ?? {}
        return Enable !== true || Rollback !== true
      })
      .map(([resource]) => ({ resource, what: 'does not roll a deploy back whose tasks fail' })),
  breaks: [
    {
      how: 'a deploy that fails is not rolled back',
      at: 'LoadQueueService',
      change: (the) => {
        the('LoadQueueService').Properties.DeploymentConfiguration.DeploymentCircuitBreaker.Rollback = false
      },
    },
    {
      how: 'nothing ends a deploy that fails',
      at: 'LoadQueueService',
      change: (the) =>
        delete the('LoadQueueService').Properties.DeploymentConfiguration.DeploymentCircuitBreaker,
    },
  ],
}
