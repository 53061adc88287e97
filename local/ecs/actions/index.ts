import { createClusterAction } from './create-cluster.ts'
import { createServiceAction } from './create-service.ts'
import { deleteServiceAction } from './delete-service.ts'
import { deregisterTaskDefinitionAction } from './deregister-task-definition.ts'
import { describeClustersAction } from './describe-clusters.ts'
import { describeServicesAction } from './describe-services.ts'
import { describeTaskDefinitionAction } from './describe-task-definition.ts'
import { describeTasksAction } from './describe-tasks.ts'
import { getTaskProtectionAction } from './get-task-protection.ts'
import { listClustersAction } from './list-clusters.ts'
import { listServicesAction } from './list-services.ts'
import { listTaskDefinitionsAction } from './list-task-definitions.ts'
import { listTasksAction } from './list-tasks.ts'
import { registerTaskDefinitionAction } from './register-task-definition.ts'
import { runTaskAction } from './run-task.ts'
import { stopTaskAction } from './stop-task.ts'
import { updateServiceAction } from './update-service.ts'
import { updateTaskProtectionAction } from './update-task-protection.ts'

/** Every action that this ECS answers; any other is refused by name. */
export const actions = [
  createClusterAction,
  createServiceAction,
  deleteServiceAction,
  deregisterTaskDefinitionAction,
  describeClustersAction,
  describeServicesAction,
  describeTaskDefinitionAction,
  describeTasksAction,
  getTaskProtectionAction,
  listClustersAction,
  listServicesAction,
  listTaskDefinitionsAction,
  listTasksAction,
  registerTaskDefinitionAction,
  runTaskAction,
  stopTaskAction,
  updateServiceAction,
  updateTaskProtectionAction,
]
