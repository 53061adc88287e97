import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { expect, vi } from 'vitest'
import type { AuditReport } from '../../shared/audit/audit-report.ts'
import type { startStack } from './stack.ts'

type Stack = Awaited<ReturnType<typeof startStack>>

/** Starts a run of the audit, as its schedule does, with changes to its environment. */
export async function startAudit(stack: Stack, environment: Record<string, string> = {}): Promise<string> {
  const { ClusterName: cluster, LoadQueueServiceName: service = '' } = stack.outputs
  const { services } = await stack.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
  const { tasks } = await stack.ecs.send(
    new RunTaskCommand({
      cluster,
      taskDefinition: 'stevedore-local-audit',
      networkConfiguration: services?.[0]?.networkConfiguration,
      overrides: {
        containerOverrides: [
          {
            name: 'audit',
            environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
          },
        ],
      },
    }),
  )
  return tasks?.[0]?.taskArn ?? ''
}

/** Waits until a task has stopped, and returns its exit code. */
export async function auditEnd(
  stack: Stack,
  taskArn: string,
  timeout = 100_000,
): Promise<number | undefined> {
  return vi.waitFor(
    async () => {
      const { tasks } = await stack.ecs.send(
        new DescribeTasksCommand({ cluster: stack.outputs.ClusterName, tasks: [taskArn] }),
      )
      expect(tasks?.[0]?.lastStatus).toBe('STOPPED')
      return tasks?.[0]?.containers?.[0]?.exitCode
    },
    { timeout, interval: 100 },
  )
}

/** Runs that are over, the scheduled ones too. */
export async function endedAudits({ ecs, outputs }: Stack): Promise<Task[]> {
  const { ClusterName: cluster } = outputs
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster, family: 'stevedore-local-audit', desiredStatus: 'STOPPED' }),
  )
  if (taskArns.length === 0) return []
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))
  return tasks
}

/** Of one run, where others may have come after it. */
export async function reportOf(stack: Stack, taskArn: string): Promise<AuditReport> {
  const { ResultsBucketName: Bucket } = stack.outputs
  const { Contents = [] } = await stack.s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'audit/' }))
  const Key = Contents.map((object) => object.Key).find((key) =>
    key?.endsWith(`-${taskArn.split('/').at(-1)}.json`),
  )
  const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket, Key }))
  return JSON.parse((await Body?.transformToString()) ?? '') as AuditReport
}

export async function latestReport(stack: Stack): Promise<AuditReport> {
  return JSON.parse(await latest(stack, 'json')) as AuditReport
}

export async function latest(stack: Stack, kind: 'json' | 'html'): Promise<string> {
  const { Body } = await stack.s3.send(
    new GetObjectCommand({ Bucket: stack.outputs.ResultsBucketName, Key: `audit/latest.${kind}` }),
  )
  return (await Body?.transformToString()) ?? ''
}

export async function endpointOf(stack: Stack): Promise<string> {
  const { protocol = '', hostname, port } = (await stack.s3.config.endpoint?.()) ?? {}
  return `${protocol}//${hostname}:${port}`
}

const RULES = ['stevedore-local-small-object', 'stevedore-local-large-object']

/** As `aws events disable-rule` does, for the rules by which uploads come. */
export async function turnRules(stack: Stack, action: 'DisableRule' | 'EnableRule'): Promise<void> {
  const url = await endpointOf(stack)
  for (const Name of RULES) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'x-amz-target': `AWSEvents.${action}`,
        'content-type': 'application/x-amz-json-1.1',
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/events/aws4_request',
      },
      body: JSON.stringify({ Name }),
    })
    expect(response.status).toBe(200)
  }
}
