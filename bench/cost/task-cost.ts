import { costOf } from './prices.ts'

export interface TaskRate {
  readonly vcpu: number
  readonly gb: number
}

/** The defaults of the parameters loadQueueSize and loadObjectSize, largeObjectSize, and auditSize. */
export const SMALL_TASK: TaskRate = { vcpu: 0.25, gb: 0.5 }
export const LARGE_TASK: TaskRate = { vcpu: 1, gb: 2 }
export const AUDIT_TASK: TaskRate = { vcpu: 0.5, gb: 1 }
/** Fargate bills a task by the second, and for no less than this. */
export const TASK_SECONDS_MIN = 60
const HOUR_SECONDS = 3_600

/** US dollars for tasks that run for so many seconds in all, their public addresses included. */
export function taskCost(seconds: number, { vcpu, gb }: TaskRate = SMALL_TASK): number {
  const hours = seconds / HOUR_SECONDS
  return costOf('vcpuHour', hours * vcpu) + costOf('gbHour', hours * gb) + costOf('publicAddressHour', hours)
}

/** Seconds of a task of the service in which it has so much CPU time. */
export function taskSeconds(cpuSeconds: number): number {
  return cpuSeconds / SMALL_TASK.vcpu
}
