/** From a task's launch to its first receive: an address, the image, Node. */
const START_SECONDS_MIN = 45
const START_SECONDS_MAX = 60
/** Spreads the times between both evenly, and the same in every run. */
const GOLDEN = 0.618

interface Task {
  readonly from: number
  readonly readyAt: number
}

/** The tasks of a service, by whole seconds. */
export function createTasks() {
  const tasks: Task[] = []
  const ended: { readonly from: number; readonly to: number }[] = []
  let launched = 0
  let most = 0

  return {
    /** The most that there were at once. */
    get most() {
      return most
    },
    /** Tasks that run already. */
    startWarm(count: number): void {
      for (let number = 0; number < count; number++) tasks.push({ from: 0, readyAt: 0 })
      most = count
    },
    /** Launches tasks, or ends the newest; what they have in hand they end within their seconds. */
    bring(desired: number, second: number): void {
      while (tasks.length < desired) tasks.push({ from: second, readyAt: second + startSeconds(launched++) })
      while (tasks.length > desired) ended.push({ from: (tasks.pop() as Task).from, to: second })
      most = Math.max(most, tasks.length)
    },
    running: (second: number): number => tasks.filter(({ readyAt }) => readyAt <= second).length,
    /** That all of them ran up to this second, each for no less than the minimum. */
    seconds(now: number, minimum: number): number {
      const all = [...ended, ...tasks.map(({ from }) => ({ from, to: now }))]
      return all.reduce((sum, { from, to }) => sum + Math.max(minimum, to - from), 0)
    },
  }
}

function startSeconds(number: number): number {
  return START_SECONDS_MIN + Math.round((START_SECONDS_MAX - START_SECONDS_MIN) * ((number * GOLDEN) % 1))
}
