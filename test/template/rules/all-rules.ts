import { closedNetworksReachWhatTasksCall } from './closed-networks-reach-what-tasks-call.ts'
import { containersAreConfined } from './containers-are-confined.ts'
import { dataOutlivesTheStack } from './data-outlives-the-stack.ts'
import { eventTargetsHaveDeadLetters } from './event-targets-have-dead-letters.ts'
import { functionsReportFailedMessages } from './functions-report-failed-messages.ts'
import { logsAreKeptForATime } from './logs-are-kept-for-a-time.ts'
import { missingDataHasAMeaning } from './missing-data-has-a-meaning.ts'
import { nobodyEntersContainers } from './nobody-enters-containers.ts'
import { queuePoliciesAreAboutOneQueue } from './queue-policies-are-about-one-queue.ts'
import { queuesOutlastTheirConsumers } from './queues-outlast-their-consumers.ts'
import { rolesPassNamedRoles } from './roles-pass-named-roles.ts'
import { routesTakeEachObjectOnce } from './routes-take-each-object-once.ts'
import type { Rule } from './rule.ts'
import { servicePrincipalsNameTheirSource } from './service-principals-name-their-source.ts'
import { servicesRollBack } from './services-roll-back.ts'
import { tasksTakeNothingIn } from './tasks-take-nothing-in.ts'
import { topicTakesKnownPublishers } from './topic-takes-known-publishers.ts'
import { workersHaveTimeToStop } from './workers-have-time-to-stop.ts'

export const ALL_RULES: readonly Rule[] = [
  closedNetworksReachWhatTasksCall,
  containersAreConfined,
  dataOutlivesTheStack,
  eventTargetsHaveDeadLetters,
  functionsReportFailedMessages,
  logsAreKeptForATime,
  missingDataHasAMeaning,
  nobodyEntersContainers,
  queuePoliciesAreAboutOneQueue,
  queuesOutlastTheirConsumers,
  rolesPassNamedRoles,
  routesTakeEachObjectOnce,
  servicePrincipalsNameTheirSource,
  servicesRollBack,
  tasksTakeNothingIn,
  topicTakesKnownPublishers,
  workersHaveTimeToStop,
]
