import { TASK_SECONDS_MIN, taskCost } from '../cost/task-cost.ts'
import { createScaler } from './create-scaler.ts'
import { CLUSTER, QUEUE, type Scaling, SERVICE } from './packaged-scaling.ts'
import { createTasks } from './tasks.ts'
import { createWaits } from './waits.ts'
import type { Workload } from './workloads.ts'

export type Fleet =
  | { readonly name: string; readonly kind: 'fixed'; readonly tasks: number }
  | { readonly name: string; readonly kind: 'scaled'; readonly scaling: Scaling }

export interface Outcome {
  readonly workload: string
  readonly fleet: string
  /** Until no file waited any more, where all came at the beginning. */
  readonly drainedSeconds: number | undefined
  readonly p50Seconds: number
  readonly p95Seconds: number
  readonly maxSeconds: number
  readonly taskHours: number
  readonly tasksMax: number
  readonly usd: number
}

/** A worker takes several files in hand at once; so long one is in hand where none waits. */
const IN_HAND_SECONDS = 0.3
const MINUTE_SECONDS = 60
const HOUR_SECONDS = 3_600
/** The year does not matter, but a minute begins there. */
const BEGINS_AT_MS = Date.UTC(2026, 0, 1)
/** What is not done by then waits for tasks that never come. */
const OVERTIME = 4

/** Runs a workload second by second; all files that came are done at its end. */
export function simulate(workload: Workload, fleet: Fleet, filesPerSecond: number): Outcome {
  let second = 0
  const tasks = createTasks()
  const waits = createWaits()
  const now = () => BEGINS_AT_MS + second * 1000
  let desired = fleet.kind === 'fixed' ? fleet.tasks : Number(fleet.scaling.target.MinCapacity)
  const counts = {
    serviceCounts: () => ({ desired, deploying: false }),
    setDesiredCount: (_service: string, count: number) => {
      desired = count
    },
  }
  const scaler = fleet.kind === 'scaled' ? createScaler(fleet.scaling, { now, counts }) : undefined
  tasks.startWarm(desired)
  let doneLast = 0
  let doneInMinute = 0
  let couldInMinute = 0
  let drainedSeconds: number | undefined
  let part = 0

  for (; second < workload.seconds || waits.waiting > 0; second++) {
    if (second > workload.seconds * OVERTIME)
      throw new Error(`${fleet.name} never comes to the end of ${workload.name}`)
    if (second > 0 && second % MINUTE_SECONDS === 0) {
      everyMinute()
      doneInMinute = 0
      couldInMinute = 0
    }
    tasks.bring(desired, second)
    part += second < workload.seconds ? workload.filesAt(second) : 0
    waits.arrive(Math.floor(part), second)
    part -= Math.floor(part)
    const could = Math.round(tasks.running(second) * filesPerSecond)
    doneLast = waits.finish(could, second)
    doneInMinute += doneLast
    couldInMinute += could
    if (waits.waiting === 0) drainedSeconds ??= second + 1
  }

  const taskSeconds = tasks.seconds(second, TASK_SECONDS_MIN)
  return {
    workload: workload.name,
    fleet: fleet.name,
    drainedSeconds: workload.isBurst ? drainedSeconds : undefined,
    p50Seconds: waits.within(0.5),
    p95Seconds: waits.within(0.95),
    maxSeconds: waits.within(1),
    taskHours: taskSeconds / HOUR_SECONDS,
    tasksMax: tasks.most,
    usd: taskCost(taskSeconds),
  }

  function everyMinute(): void {
    const inFlight = Math.round(doneLast * IN_HAND_SECONDS)
    const running = tasks.running(second)
    scaler?.everyMinute({
      queues: () => [{ name: QUEUE, visible: waits.waiting, inFlight, delayed: 0 }],
      services: () => [
        { cluster: CLUSTER, service: SERVICE, running, desired, pending: desired - running, tasks: [] },
      ],
      cpuPercent: couldInMinute > 0 ? (100 * doneInMinute) / couldInMinute : 0,
    })
  }
}
