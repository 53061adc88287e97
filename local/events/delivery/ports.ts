/** The services that a rule can reach. Each rejects with an `ApiError` as its API would. */
export interface EventTargets {
  readonly queue: {
    send(
      queueArn: string,
      body: string,
      options?: { attributes?: Record<string, string>; groupId?: string },
    ): Promise<unknown>
  }
  readonly task: {
    runTask(input: TaskLaunch): Promise<{ readonly failures: readonly unknown[] }>
  }
  readonly function: {
    /** Hands over an event, as an asynchronous invoke: errors of the handler are not ours. */
    invoke(functionArn: string, payload: unknown): Promise<unknown>
  }
  readonly topic: {
    publish(topicArn: string, message: { readonly message: string }): Promise<unknown>
  }
}

/** The input of ECS RunTask, as far as a rule can set it. */
export interface TaskLaunch {
  cluster: string
  taskDefinition: string
  count: number
  startedBy: string
  overrides?: Record<string, unknown>
  launchType?: 'EC2' | 'FARGATE' | 'EXTERNAL'
  capacityProviderStrategy?: { capacityProvider: string; weight?: number; base?: number }[]
  networkConfiguration?: {
    awsvpcConfiguration: {
      subnets: string[]
      securityGroups?: string[]
      assignPublicIp?: 'ENABLED' | 'DISABLED'
    }
  }
  platformVersion?: string
  group?: string
  propagateTags?: 'TASK_DEFINITION'
  enableECSManagedTags?: boolean
  enableExecuteCommand?: boolean
  tags?: { key: string; value: string }[]
}
