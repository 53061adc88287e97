import { type ObjectVersion, objectName } from '../../shared/load/object-version.ts'
import type { Clock } from '../../shared/platform/clock.ts'
import type { Log } from '../../shared/platform/log.ts'
import type { Loader } from '../../shared/worker/create-loader.ts'
import { EXIT_CODES, type ExitCode, exitCodeOf } from '../../shared/worker/exit-codes.ts'
import type { NamedObject } from './named-object.ts'

/**
 * How long a task waits while another version of its key is loaded. A few minutes of the smallest task cost less than
 * a launch; a longer wait is better spent without a task.
 */
const OTHER_VERSION_WAIT_MS = 15 * 60_000
const LOOK_EVERY_MS = 5_000

/** Loads the object that a task was launched for, and answers with the task's exit code. */
export function createLoadNamedObject({ loader, clock, log }: { loader: Loader; clock: Clock; log: Log }) {
  return async function loadNamedObject(request: NamedObject, stopping: AbortSignal): Promise<ExitCode> {
    const { launchNumber } = request
    const object = await resolve(request.object)
    if (!object) {
      log.warn('There is no such object any more, and its version was not told: nothing is loaded', {
        ...request.object,
      })
      return EXIT_CODES.done
    }
    const ownLog = log.with({ object: objectName(object), versionId: object.versionId })
    let toldOfWait = false
    const giveUpAt = clock.monotonic() + OTHER_VERSION_WAIT_MS
    for (;;) {
      const outcome = await loader.loadObject(object, { signal: stopping, launchNumber })
      if (outcome.kind !== 'busy') return exitCodeOf(outcome)
      if (outcome.heldFor === 'this-version') {
        ownLog.info('Another task holds this load: waiting until it is seen alive')
        if ((await holder(object, stopping)) === 'alive') {
          ownLog.info('Another task loads this object and is alive: nothing is left to do here')
          return EXIT_CODES.done
        }
      } else if (clock.monotonic() < giveUpAt) {
        if (!toldOfWait) ownLog.info('Another version of this key is being loaded: waiting for its end')
        toldOfWait = true
        await pause(stopping)
      } else {
        ownLog.warn('Another version of this key is still being loaded: this one is for a later launch')
        return exitCodeOf(outcome)
      }
    }
  }

  async function resolve(object: NamedObject['object']): Promise<ObjectVersion | undefined> {
    const { versionId } = object
    return versionId === undefined ? loader.currentVersion(object) : { ...object, versionId }
  }

  /** A task that is stopped while it waits has nothing in hand. */
  async function holder(object: ObjectVersion, stopping: AbortSignal): Promise<'alive' | 'ended'> {
    try {
      return await loader.awaitHolder(object, stopping)
    } catch (error) {
      if (stopping.aborted) return 'ended'
      throw error
    }
  }

  async function pause(stopping: AbortSignal): Promise<void> {
    try {
      await clock.sleep(LOOK_EVERY_MS, stopping)
    } catch (error) {
      if (!stopping.aborted) throw error
    }
  }
}
