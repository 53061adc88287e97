import { expect, test } from 'vitest'
import { auditEnv } from '../../workers/audit/environment.ts'
import { packagedTemplate } from './template.ts'

const { Resources } = packagedTemplate('local')
const schedule = Resources.AuditSchedule?.Properties

function statements(role: string): { Action: string | string[]; Resource: unknown; Condition?: unknown }[] {
  return Resources[role]?.Properties.Policies[0].PolicyDocument.Statement ?? []
}

function allowing(role: string, action: string) {
  return statements(role).filter(({ Action }) => [Action].flat().includes(action))
}

test('F43 the audit comes by the hour, in UTC, and what cannot be started is told', () => {
  expect(schedule).toMatchObject({
    ScheduleExpression: 'cron(0 * * * ? *)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      EcsParameters: { TaskDefinitionArn: { Ref: 'AuditTask' }, TaskCount: 1 },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['AuditDeadLetter', 'Arn'] } },
    },
  })
  // Retries end before the next hour begins.
  expect(schedule.Target.RetryPolicy.MaximumEventAgeInSeconds).toBeLessThan(3600)
  expect(Resources.AuditDeadLetterAlarm?.Properties.AlarmActions).toEqual([{ Ref: 'Topic' }])
})

test('the schedule may start this one task in this one cluster, and pass its two roles to tasks alone', () => {
  const [run] = allowing('AuditScheduleRole', 'ecs:RunTask')
  // Each revision: a deploy brings the next to the role and to the schedule at different moments.
  expect(JSON.stringify(run?.Resource)).toMatch(/:task-definition\/stevedore-local-audit:\*"}$/)
  expect(run?.Condition).toEqual({ ArnEquals: { 'ecs:cluster': { 'Fn::GetAtt': ['Cluster', 'Arn'] } } })
  const [pass] = allowing('AuditScheduleRole', 'iam:PassRole')
  expect(pass?.Resource).toEqual([
    { 'Fn::GetAtt': ['TaskExecutionRole', 'Arn'] },
    { 'Fn::GetAtt': ['AuditRole', 'Arn'] },
  ])
  expect(pass?.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } })
  const [trust] = Resources.AuditScheduleRole?.Properties.AssumeRolePolicyDocument.Statement ?? []
  expect(trust.Principal).toEqual({ Service: 'scheduler.amazonaws.com' })
  expect(JSON.stringify(trust.Condition)).toContain('schedule-group/default')
})

test('the audit stops tasks of its cluster alone, starts none, receives nothing, and deletes no object of the landing bucket', () => {
  const [stop] = allowing('AuditRole', 'ecs:StopTask')
  expect(stop?.Condition).toEqual({ ArnEquals: { 'ecs:cluster': { 'Fn::GetAtt': ['Cluster', 'Arn'] } } })
  for (const action of [
    'ecs:RunTask',
    'iam:PassRole',
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sns:Publish',
  ])
    expect(allowing('AuditRole', action), action).toEqual([])
  expect(JSON.stringify(allowing('AuditRole', 's3:DeleteObject'))).not.toContain('LandingBucket')
  expect(JSON.stringify(allowing('AuditRole', 's3:PutObject'))).not.toContain('LandingBucket')
})

test('the task has every variable that the audit asks for, and no other', () => {
  const [container] = Resources.AuditTask?.Properties.ContainerDefinitions ?? []
  const names = container.Environment.map(({ Name }: { Name: string }) => Name)
  expect(names.filter((name: string) => name !== 'MALLOC_ARENA_MAX').sort()).toEqual(
    Object.keys(auditEnv).sort(),
  )
})
