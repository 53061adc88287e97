import { EXIT, type StopCause, type StopClass } from './stop-class.ts'
import type { StoppedTask } from './stopped-task.ts'

/** Characters of a reason that a person reads; the archive has the whole. */
const REASON_LENGTH_MAX = 700

/**
 * What ECS and its agent write, from the most telling to the least.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
const TEXTS: readonly (readonly [StopClass, RegExp])[] = [
  ['health-check', /Task failed (container|ELB) health checks/i],
  ['out-of-memory', /OutOfMemory/i],
  ['spot', /Spot Task was interrupted/i],
  [
    'infrastructure',
    /performing maintenance on the underlying infrastructure|Host EC2|host failure|Availability.zone rebalancing/i,
  ],
  [
    'image-pull',
    /Cannot(Pull|Create|Start|Inspect)\w*(Container|Manifest)|pull image manifest|not authorized to perform: ecr:/i,
  ],
  // Before network: what stands between a task and its secret is mostly the way there, and the secret says more.
  ['secrets', /Fetching secret data|secrets? from (ssm|asm)|Secrets Manager|invalid ssm parameters/i],
  [
    'network',
    /network interface|connection issue between the task|ecr registry auth|registry auth from Amazon ECR|InsufficientFreeAddresses|dial tcp/i,
  ],
  [
    'capacity',
    /Capacity is unavailable|insufficient capacity|limit on the number of (tasks|vCPUs)|^RESOURCE:/i,
  ],
]
/** What the audit says to StopTask. */
const STOPPED_BY_AUDIT = /^audit: /
/** Told by the text whatever the stop code says. */
const ANY_CODE: readonly StopClass[] = ['health-check', 'out-of-memory']

/** Why a task stopped, from its last event alone. */
export function classifyStop(task: StoppedTask): StopCause {
  const exitCode = worstExitCode(ownContainers(task))
  const whole = reasonOf(task, task.containers)
  return {
    class: classOf(task, exitCode, reasonOf(task, ownContainers(task))),
    ...(exitCode === undefined ? {} : { exitCode }),
    reason: whole.length > REASON_LENGTH_MAX ? `${whole.slice(0, REASON_LENGTH_MAX)}…` : whole,
  }
}

function classOf(task: StoppedTask, exitCode: number | undefined, reason: string): StopClass {
  const byText = classByText(reason)
  if (byText && ANY_CODE.includes(byText)) return byText
  switch (task.stopCode) {
    case 'SpotInterruption':
      return 'spot'
    case 'UserInitiated':
      return STOPPED_BY_AUDIT.test(task.stoppedReason) ? 'hung' : 'person'
    case 'TerminationNotice':
      // ECS has two codes for the end of Spot capacity; the text is the same.
      return byText === 'spot' ? 'spot' : 'infrastructure'
    case 'InfrastructureHealth':
      return 'infrastructure'
    case 'ServiceSchedulerInitiated':
      return classOfService(task) ?? byText ?? 'unknown'
    case 'TaskFailedToStart':
      return byText ?? 'unknown'
    case 'EssentialContainerExited':
      return exitCode === undefined ? (byText ?? 'unknown') : classByExitCode(exitCode)
    case undefined:
      return byText ?? (/Task stopped by user/i.test(reason) ? 'person' : classByExitCode(exitCode))
    default:
      return byText ?? 'unknown'
  }
}

function classByText(reason: string): StopClass | undefined {
  return TEXTS.find(([, pattern]) => pattern.test(reason))?.[0]
}

/** ECS says the same of both: it names the deployment on whose behalf it acts. In a deploy that is another than the task's. */
function classOfService({ stoppedReason, startedBy }: StoppedTask): StopClass | undefined {
  const deployment = /Scaling activity initiated by \(?deployment ([^\s)]+)/i.exec(stoppedReason)?.[1]
  if (deployment === undefined) return undefined
  return startedBy !== undefined && deployment !== startedBy ? 'deploy' : 'scale-in'
}

function classByExitCode(exitCode: number | undefined): StopClass {
  switch (exitCode) {
    case undefined:
      return 'unknown'
    case EXIT.done:
    case EXIT.badData:
      return 'done'
    case EXIT.killed:
      return 'killed'
    case EXIT.aborted:
      // V8 aborts a process whose heap is full; nothing else of ours does.
      return 'out-of-memory'
    default:
      return 'application'
  }
}

/** What AWS puts beside ours, such as GuardDuty's agent, is killed with the task, and says nothing of its work. */
function ownContainers({ act, containers }: StoppedTask): StoppedTask['containers'] {
  const own = containers.filter(({ name }) => name === act)
  return own.length > 0 ? own : containers
}

function worstExitCode(containers: StoppedTask['containers']): number | undefined {
  const codes = containers.flatMap(({ exitCode }) => (exitCode === undefined ? [] : [exitCode]))
  return codes.find((code) => code !== 0) ?? codes[0]
}

function reasonOf({ stoppedReason }: StoppedTask, containers: StoppedTask['containers']): string {
  const theirs = containers.flatMap(({ name, reason }) =>
    reason && reason !== stoppedReason ? [`${name}: ${reason}`] : [],
  )
  return [stoppedReason, ...theirs].filter(Boolean).join('; ').replace(/\s+/g, ' ')
}
