import type { ObjectVersion } from '../../shared/load/object-version.ts'
import type { LoadOutcome } from '../../shared/load/outcome.ts'
import type { Log } from '../../shared/platform/log.ts'
import type { Loader } from '../../shared/worker/create-loader.ts'
import { EXIT_CODES, type ExitCode, exitCodeOf } from '../../shared/worker/exit-codes.ts'
import type { NamedObject } from './named-object.ts'

/** Loads the object that a task was launched for, and answers with the task's exit code. */
export function createLoadNamedObject({ loader, log }: { loader: Loader; log: Log }) {
  return async function loadNamedObject(request: NamedObject, stopping: AbortSignal): Promise<ExitCode> {
    const { launchNumber } = request
    const object = await resolve(request.object)
    if (!object) {
      log.warn('There is no such object any more, and its version was not told: nothing is loaded', {
        ...request.object,
      })
      return EXIT_CODES.done
    }
    for (;;) {
      const outcome = await loader.loadObject(object, { signal: stopping, launchNumber })
      if (outcome.kind !== 'busy' || outcome.heldFor !== 'this-version') return ending(outcome)
      log.info('Another task holds this load: waiting until it is seen alive')
      if ((await holder(object, stopping)) === 'alive') {
        log.info('Another task loads this object and is alive: nothing is left to do here')
        return EXIT_CODES.done
      }
      if (stopping.aborted) return EXIT_CODES.handedBack
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

  function ending(outcome: LoadOutcome): ExitCode {
    log.info('The load ends', { outcome })
    return exitCodeOf(outcome)
  }
}
