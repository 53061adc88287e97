import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from '../plugin.ts'
import { createJsonApi } from '../protocol/aws-json.ts'
import type { Site } from '../site.ts'
import { actions } from './actions/index.ts'
import { createAgent } from './agent/agent.ts'
import { createEngine, type EngineOptions } from './engine.ts'
import { clusterResource } from './resources/cluster.ts'
import { clusterCapacityProvidersResource } from './resources/cluster-capacity-providers.ts'
import { serviceResource } from './resources/service.ts'
import { taskDefinitionResource } from './resources/task-definition.ts'
import {
  allServiceCounts,
  type NamedCounts,
  serviceCounts,
  splitServiceId,
} from './service/service-counts.ts'
import { interrupt } from './task/interrupt.ts'
import type { RunTaskOutput } from './task/run-task.ts'

const AGENT_PATH = '/_ecs/'

export interface Ecs extends Plugin {
  /** RunTask in camelCase, as the API takes it. Rejects with an ApiError. */
  runTask(input: unknown): Promise<RunTaskOutput>
  /** Takes a task's Spot capacity away. Rejects with an ApiError for one that has none. */
  interrupt(taskArn: string): Promise<void>
  /**
   * Sends the STOPPED events of tasks that were killed together with the runtime before this one, and says how many.
   * To be called once the rules that want them are there.
   */
  reportLost(): Promise<number>
  /** By ARN, family, or family and revision. Throws an ApiError for one that is not there. */
  taskDefinition(id: string): {
    arn: string
    taskRoleArn?: string | undefined
    executionRoleArn?: string | undefined
  }
  /** Of a service, by ARN or `cluster/service`: what scaling looks at. */
  serviceCounts(id: string): { desired: number; running: number; pending: number; deploying: boolean }
  /** Of all services: what metrics are made of. */
  services(): readonly NamedCounts[]
  /** Changes a service's count, by ARN or `cluster/service`. */
  setDesiredCount(id: string, count: number): void
}

/** ECS with Fargate: tasks are processes of this machine, run from the packaged file tree. */
export function createEcs(site: Site, options: EngineOptions): Ecs {
  const engine = createEngine(site, options)
  const api = createJsonApi(
    'ECS',
    actions.map((make) => make(engine)),
  )
  const agent = createAgent(engine)
  return {
    scopes: ['ecs'],
    paths: [AGENT_PATH],
    resources: [
      clusterResource(engine),
      clusterCapacityProvidersResource(engine),
      taskDefinitionResource(engine),
      serviceResource(engine),
    ],
    handle: (request: IncomingMessage, response: ServerResponse) =>
      request.url?.startsWith(AGENT_PATH) ? agent(request, response) : api(request, response),
    runTask: async (input) => engine.runTask(input),
    interrupt: async (taskArn) => interrupt(engine.tasks, taskArn),
    reportLost: async () => engine.tasks.reportLost(),
    taskDefinition(id) {
      const { taskDefinitionArn, taskRoleArn, executionRoleArn } = engine.definitions.find(id)
      return { arn: taskDefinitionArn, taskRoleArn, executionRoleArn }
    },
    serviceCounts: (id) => serviceCounts(engine, id),
    services: () => allServiceCounts(engine),
    setDesiredCount: (id, desiredCount) => {
      engine.services.update({ ...splitServiceId(id), desiredCount, forceNewDeployment: false })
    },
    async close() {
      engine.services.close()
      await engine.tasks.close()
    },
  }
}
