import { isTerminal } from '../load/ledger.ts'
import { objectName } from '../load/object-version.ts'
import type { AnsweredLoad, LaunchedTask } from './answer-stop.ts'
import { classifyStop } from './classify-stop.ts'
import type { Explanation, ToldLoad } from './explanation.ts'
import { mustTell, type Notify } from './must-tell.ts'
import type { StopArchive } from './stop-archive.ts'
import { AUDIT, isNormalStop, type StopCause } from './stop-class.ts'
import type { StopLedger } from './stop-ledger.ts'
import type { StoppedTask } from './stopped-task.ts'
import type { Telling } from './tell-stop.ts'

/** The end of a task's log. */
export interface LogTail {
  /** Oldest first. Undefined where the log cannot be read: a mail without it is better than none. */
  lastLines(task: Pick<StoppedTask, 'act' | 'taskArn'>): Promise<readonly string[] | undefined>
}

export interface ExplainStopDeps {
  readonly answerStop: (task: LaunchedTask, cause: StopCause) => Promise<AnsweredLoad>
  readonly stops: Pick<StopLedger, 'heldBy'>
  readonly archive: StopArchive
  readonly logs: LogTail
  readonly tellStop: (explanation: Explanation) => Promise<Telling>
  readonly notify: Notify
}

export interface ExplainedStop {
  readonly explanation: Explanation
  /** `untold`: nobody wants to hear of such a stop. */
  readonly telling: Telling | { readonly kind: 'untold' }
}

/** Explains the stop of one task. Every step can be repeated: an event that comes again changes nothing. */
export function createExplainStop(deps: ExplainStopDeps) {
  return async function explainStop(task: StoppedTask, event: string): Promise<ExplainedStop> {
    const cause = classifyStop(task)
    // The load first: that it goes on matters more than that somebody hears of it.
    const loads = isLaunched(task) ? [await answered(task, cause)] : await held(task)
    const archiveKey = archiveKeyOf(task)
    await deps.archive.put(archiveKey, event)
    const known: Explanation = { task, cause, loads, archiveKey }
    if (!mustTell(known, deps.notify)) return { explanation: known, telling: { kind: 'untold' } }

    const logLines = isNormalStop(cause) ? undefined : await deps.logs.lastLines(task)
    const explanation = { ...known, ...(logLines === undefined ? {} : { logLines }) }
    return { explanation, telling: await deps.tellStop(explanation) }
  }

  async function answered(task: LaunchedTask, cause: StopCause): Promise<ToldLoad> {
    const { object } = task.launched
    const { answer, item } = await deps.answerStop(task, cause)
    return {
      object: objectName(object),
      version: object.versionId,
      next: answer,
      ...(item === undefined ? {} : { item }),
    }
  }

  /** Of a service's task or of the audit: nothing has to be sent for these. */
  async function held({ taskArn, act }: StoppedTask): Promise<ToldLoad[]> {
    const next = { kind: act === AUDIT ? 'hour' : 'message' } as const
    const items = await deps.stops.heldBy(taskArn)
    return items
      .filter(({ status }) => !isTerminal(status))
      .map((item) => ({ object: item.object, version: item.version, item, next }))
  }
}

function isLaunched(task: StoppedTask): task is LaunchedTask {
  return task.launched !== undefined
}

/** By day, so that a person finds it. */
function archiveKeyOf({ stoppedAt, taskArn }: StoppedTask): string {
  const day = stoppedAt?.slice(0, 10).replaceAll('-', '/') ?? 'undated'
  return `stops/${day}/${taskArn.split('/').at(-1)}.json`
}
