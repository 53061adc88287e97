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

export interface ServicePlan {
  /** How many tasks of the newest deployment to start. */
  readonly start: number
  /** Ids, to stop now. */
  readonly stop: readonly string[]
  /** Protected tasks stand in the way of the rest. */
  readonly heldUp: boolean
}

/**
 * One step towards `desiredCount` tasks of the newest deployment, within the two percentages: the healthy ones never
 * fall below the minimum (rounded up), all of them never exceed the maximum (rounded down).
 */
export function planService(service: {
  desiredCount: number
  minimumHealthyPercent: number
  maximumPercent: number
  tasks: readonly ServiceTask[]
}): ServicePlan {
  const { desiredCount, tasks } = service
  const minimum = Math.ceil((desiredCount * service.minimumHealthyPercent) / 100)
  const maximum = Math.max(desiredCount, Math.floor((desiredCount * service.maximumPercent) / 100))
  const primary = tasks.filter((task) => task.primary)
  const old = tasks.filter((task) => !task.primary)

  const missing = Math.max(0, desiredCount - primary.length)
  const start = Math.min(missing, Math.max(0, maximum - tasks.length))

  const surplus = Math.max(0, primary.length - desiredCount)
  const stopPrimary = stoppable(primary).slice(0, surplus)
  const healthyAfter = countHealthy(tasks) - countHealthy(stopPrimary)
  const stopOld = withinSpare(stoppable(old), Math.max(0, healthyAfter - minimum))
  return {
    start,
    stop: [...stopPrimary, ...stopOld].map(({ id }) => id),
    heldUp: stopPrimary.length < surplus || old.some((task) => task.protected),
  }
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
