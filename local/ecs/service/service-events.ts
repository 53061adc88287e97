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

/** The `ECS Deployment State Change` event of a deployment that reached an end. */
export function deploymentEvent(service: Service, deployment: Deployment, now: number): EventInput {
  const failed = deployment.rolloutState === 'FAILED'
  return {
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [service.arn],
    detail: {
      eventType: failed ? 'ERROR' : 'INFO',
      eventName: failed ? 'SERVICE_DEPLOYMENT_FAILED' : 'SERVICE_DEPLOYMENT_COMPLETED',
      deploymentId: deployment.id,
      updatedAt: new Date(now).toISOString(),
      reason: deployment.rolloutStateReason,
    },
    time: new Date(now),
  }
}
