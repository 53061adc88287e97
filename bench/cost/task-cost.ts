import { costOf } from './prices.ts'

/** The size of a task of the service, as infra/load-queue.yml has it. */
const TASK_VCPU = 0.25
const TASK_GB = 0.5
/** Fargate bills a task by the second, and for no less than this. */
export const TASK_SECONDS_MIN = 60
const HOUR_SECONDS = 3_600

/** US dollars for tasks of the service that run for so many seconds in all, their public addresses included. */
export function taskCost(seconds: number): number {
  const hours = seconds / HOUR_SECONDS
  return (
    costOf('vcpuHour', hours * TASK_VCPU) +
    costOf('gbHour', hours * TASK_GB) +
    costOf('publicAddressHour', hours)
  )
}

/** Seconds of a task in which it has so much CPU time. */
export function taskSeconds(cpuSeconds: number): number {
  return cpuSeconds / TASK_VCPU
}
