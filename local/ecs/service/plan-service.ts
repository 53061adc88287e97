/** What the scheduler knows of one live task of a service; those on their way out are left out. */
export interface ServiceTask {
  readonly id: string
  /** Of the newest deployment. */
  readonly primary: boolean
  /** RUNNING for long enough to count on. */
  readonly healthy: boolean
  readonly protected: boolean
  readonly createdAt: number
}

export interface ServiceState {
  readonly desiredCount: number
  readonly minimumHealthyPercent: number
  readonly maximumPercent: number
  /** The newest deployment failed, and there is none to go back to: nothing is started or replaced. */
  readonly stalled: boolean
  readonly tasks: readonly ServiceTask[]
}

export interface ServicePlan {
  /** How many tasks of the newest deployment to start. */
  readonly start: number
  /** Ids, to stop now. */
  readonly stop: readonly string[]
  /** Protected tasks stand in the way of the rest. */
  readonly heldUp: boolean
  /** The two percentages leave no room for any step, now or later. */
  readonly stuck: boolean
}

/**
 * One step towards `desiredCount` tasks of the newest deployment, within the two percentages: the healthy ones never
 * fall below the minimum (rounded up), all of them never exceed the maximum (rounded down).
 */
export function planService(service: ServiceState): ServicePlan {
  const { desiredCount, tasks } = service
  const minimum = Math.ceil((desiredCount * service.minimumHealthyPercent) / 100)
  const maximum = Math.max(desiredCount, Math.floor((desiredCount * service.maximumPercent) / 100))
  const primary = tasks.filter((task) => task.primary)
  const old = tasks.filter((task) => !task.primary)
  if (service.stalled) return scaleInAlone(service)

  const missing = Math.max(0, desiredCount - primary.length)
  const start = Math.min(missing, Math.max(0, maximum - tasks.length))

  const surplus = Math.max(0, primary.length - desiredCount)
  const stopPrimary = stoppable(primary).slice(0, surplus)
  const healthyAfter = countHealthy(tasks) - countHealthy(stopPrimary)
  const stopOld = withinSpare(stoppable(old), Math.max(0, healthyAfter - minimum))
  const stop = [...stopPrimary, ...stopOld].map(({ id }) => id)
  const heldUp = stopPrimary.length < surplus || old.some((task) => task.protected)
  const settled = tasks.every(({ healthy }) => healthy)
  const stuck = missing > 0 && start === 0 && stop.length === 0 && settled && !heldUp
  return { start, stop, heldUp, stuck }
}

/** The old tasks go on working; only what the count no longer asks for goes. */
function scaleInAlone({ desiredCount, tasks }: ServiceState): ServicePlan {
  const surplus = Math.max(0, tasks.length - desiredCount)
  const stop = stoppable(tasks).slice(0, surplus)
  return { start: 0, stop: stop.map(({ id }) => id), heldUp: stop.length < surplus, stuck: false }
}

/** Unprotected ones: first those that do not work yet, then the youngest, which lose least. */
function stoppable(tasks: readonly ServiceTask[]): ServiceTask[] {
  return tasks
    .filter((task) => !task.protected)
    .sort((a, b) => Number(a.healthy) - Number(b.healthy) || b.createdAt - a.createdAt)
}

/** Of healthy ones only as many as can be spared. */
function withinSpare(tasks: readonly ServiceTask[], spare: number): ServiceTask[] {
  let left = spare
  return tasks.filter((task) => !task.healthy || left-- > 0)
}

function countHealthy(tasks: readonly ServiceTask[]): number {
  return tasks.filter(({ healthy }) => healthy).length
}
