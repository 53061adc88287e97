import { DescribeServicesCommand, DescribeTasksCommand, RunTaskCommand } from '@aws-sdk/client-ecs'
import { GetObjectCommand } from '@aws-sdk/client-s3'
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
export async function auditEnd(stack: Stack, taskArn: string): Promise<number | undefined> {
  return vi.waitFor(
    async () => {
      const { tasks } = await stack.ecs.send(
        new DescribeTasksCommand({ cluster: stack.outputs.ClusterName, tasks: [taskArn] }),
      )
      expect(tasks?.[0]?.lastStatus).toBe('STOPPED')
      return tasks?.[0]?.containers?.[0]?.exitCode
    },
    { timeout: 100_000, interval: 100 },
  )
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
