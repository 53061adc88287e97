import type { Emit } from '../event.ts'
import type { Plugin } from '../plugin.ts'
import { createJsonApi } from '../protocol/aws-json.ts'
import type { Site } from '../site.ts'
import type { EventsContext } from './actions/context.ts'
import { deleteRule } from './actions/delete-rule.ts'
import { describeEventBus } from './actions/describe-event-bus.ts'
import { describeRule } from './actions/describe-rule.ts'
import { disableRule } from './actions/disable-rule.ts'
import { enableRule } from './actions/enable-rule.ts'
import { listEventBuses } from './actions/list-event-buses.ts'
import { listRuleNamesByTarget } from './actions/list-rule-names-by-target.ts'
import { listRules } from './actions/list-rules.ts'
import { listTargetsByRule } from './actions/list-targets-by-rule.ts'
import { putEvents } from './actions/put-events.ts'
import { putRule } from './actions/put-rule.ts'
import { putTargets } from './actions/put-targets.ts'
import { removeTargets } from './actions/remove-targets.ts'
import { testEventPattern } from './actions/test-event-pattern.ts'
import { createDeliveries } from './delivery/deliveries.ts'
import type { EventTargets } from './delivery/ports.ts'
import { type Envelope, makeEnvelope } from './envelope.ts'
import { ruleResource } from './resources/rule.ts'
import type { Rule } from './rule.ts'
import { createRules } from './rules.ts'
import { createScheduledRules } from './scheduled-rules.ts'

const ACTIONS = [
  putEvents,
  putRule,
  deleteRule,
  describeRule,
  enableRule,
  disableRule,
  listRules,
  listRuleNamesByTarget,
  putTargets,
  removeTargets,
  listTargetsByRule,
  testEventPattern,
  describeEventBus,
  listEventBuses,
]

/** EventBridge: the default bus with its rules, their schedules, and delivery to their targets. */
export function createEventBus(
  site: Site,
  targets: EventTargets,
  { random = Math.random }: { readonly random?: () => number } = {},
): Plugin & { readonly emit: Emit } {
  const deliveries = createDeliveries(site, targets, random)
  const scheduled = createScheduledRules(site, deliveries)
  let isStarted = false
  const rules = createRules(site, (name, rule) => {
    scheduled.set(name, rule)
    if (rule && isUsable(rule)) deliveries.resume(rule)
  })

  // What a rule of the API still has to deliver waits for the first sign of life: its queue is made after the bus.
  function isUsable(rule: Rule): boolean {
    return isStarted || rule.definition.origin === 'template'
  }

  function wake(): void {
    if (isStarted) return
    isStarted = true
    for (const rule of rules.list()) deliveries.resume(rule)
  }

  async function publish(event: Envelope): Promise<void> {
    wake()
    await deliveries.accept(
      event,
      rules.list().filter((rule) => rule.isEnabled && rule.matches(event)),
    )
  }

  const context: EventsContext = { site, rules, publish }
  const answer = createJsonApi(
    'EventBridge',
    ACTIONS.map((action) => action(context)),
  )
  return {
    scopes: ['events'],
    resources: [ruleResource(rules, site)],
    emit: (event) => publish(makeEnvelope(event, site)),
    async handle(request, response) {
      wake()
      await answer(request, response)
    },
    async close() {
      await scheduled.close()
      await deliveries.close()
    },
  }
}
