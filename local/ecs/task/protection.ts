import type { Clock } from '../../clock.ts'
import { ApiError } from '../../protocol/api-error.ts'
import { isLive, serviceNameOf, type Task } from './task.ts'

const EXPIRES_IN_MINUTES_DEFAULT = 120
const EXPIRES_IN_MINUTES_MAX = 2880 // AmazonECS/latest/APIReference/API_UpdateTaskProtection.html

export interface ProtectionRequest {
  readonly protectionEnabled: boolean
  readonly expiresInMinutes?: number | undefined
}

/** Protects a service's task from scale-in and deployments until a time, or ends that. The caller wakes the service. */
export function protect(task: Task, request: ProtectionRequest, clock: Clock): void {
  const minutes = request.expiresInMinutes ?? EXPIRES_IN_MINUTES_DEFAULT
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > EXPIRES_IN_MINUTES_MAX) {
    throw new ApiError(
      'InvalidParameterException',
      `expiresInMinutes must be between 1 and ${EXPIRES_IN_MINUTES_MAX}: got ${minutes}.`,
    )
  }
  if (request.protectionEnabled) task.protectedUntil = clock.now() + minutes * 60_000
  else delete task.protectedUntil
}

export function isProtected(task: Task, now: number): boolean {
  return (task.protectedUntil ?? 0) > now
}

/** Why a task takes no protection, in ECS's words, or undefined. */
export function protectionRefusal(task: Task | undefined): { reason: string; detail?: string } | undefined {
  if (!task) return { reason: 'MISSING' }
  if (!serviceNameOf(task)) {
    return { reason: 'TASK_NOT_VALID', detail: 'The specified task is not part of a service.' }
  }
  if (isLive(task) && task.desiredStatus === 'RUNNING') return undefined
  return { reason: 'TASK_NOT_VALID', detail: 'The specified task is stopping or stopped.' }
}
