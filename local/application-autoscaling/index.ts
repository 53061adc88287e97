import type { Plugin } from '../plugin.ts'
import { createJsonApi } from '../protocol/aws-json.ts'
import type { Site } from '../site.ts'
import { actions } from './actions/index.ts'
import { createRegistry } from './registry.ts'
import { scalableTargetResource } from './resources/scalable-target.ts'
import { scalingPolicyResource } from './resources/scaling-policy.ts'
import type { Counts, Metrics } from './surroundings.ts'

/** Application Auto Scaling for ECS services: policies act on CloudWatch's alarms, all on the fast clock. */
export function createApplicationAutoscaling(
  site: Site,
  deps: { readonly counts: Counts; readonly metrics: Metrics },
): Plugin {
  const registry = createRegistry({ site, ...deps })
  return {
    scopes: ['application-autoscaling'],
    resources: [scalableTargetResource(registry), scalingPolicyResource(registry)],
    handle: createJsonApi(
      'Application Auto Scaling',
      actions.map((make) => make(registry)),
    ),
    close: registry.close,
  }
}
