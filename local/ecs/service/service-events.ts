import { randomUUID } from 'node:crypto'
import type { EventInput } from '../../event.ts'
import type { Deployment, Service } from './service.ts'

const EVENTS_MAX = 100 // of DescribeServices, AmazonECS/latest/developerguide/service-event-messages.html

/** Adds a line to the service's events, as DescribeServices lists them; the line before is not repeated. */
export function note(service: Service, what: string, now: number): void {
  const message = `(service ${service.name}) ${what}`
  if (service.events[0]?.message === message) return
  service.events.unshift({ id: randomUUID(), createdAt: now, message })
  service.events.length = Math.min(service.events.length, EVENTS_MAX)
}

const EVENT_NAMES = {
  IN_PROGRESS: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
  COMPLETED: 'SERVICE_DEPLOYMENT_COMPLETED',
  FAILED: 'SERVICE_DEPLOYMENT_FAILED',
} as const

/** The `ECS Deployment State Change` event of the state that a deployment has come to. */
export function deploymentEvent(service: Service, deployment: Deployment, now: number): EventInput {
  return {
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [service.arn],
    detail: {
      eventType: deployment.rolloutState === 'FAILED' ? 'ERROR' : 'INFO',
      eventName: EVENT_NAMES[deployment.rolloutState],
      deploymentId: deployment.id,
      updatedAt: new Date(now).toISOString(),
      reason: deployment.rolloutStateReason,
    },
    time: new Date(now),
  }
}
