import type { Plugin } from '../plugin.ts'
import type { Site } from '../site.ts'
import { getEventSourceMapping } from './actions/get-event-source-mapping.ts'
import { getFunction } from './actions/get-function.ts'
import { getFunctionConfiguration } from './actions/get-function-configuration.ts'
import { invokeAction } from './actions/invoke.ts'
import { listEventSourceMappings } from './actions/list-event-source-mappings.ts'
import { listFunctions } from './actions/list-functions.ts'
import { updateEventSourceMapping } from './actions/update-event-source-mapping.ts'
import type { InvocationCounts } from './environment/counted-pool.ts'
import type { FunctionError } from './environment/messages.ts'
import { createFunctions } from './functions.ts'
import { createAsynchronousInvoker } from './invocation/asynchronous.ts'
import { invoke } from './invocation/invoke.ts'
import { createMappings } from './mapping/mappings.ts'
import type { Queues, ReadObject } from './ports.ts'
import { eventInvokeConfigResource } from './resources/event-invoke-config.ts'
import { eventSourceMappingResource } from './resources/event-source-mapping.ts'
import { functionResource } from './resources/function.ts'
import { permissionResource } from './resources/permission.ts'
import { versionResource } from './resources/version.ts'
import { createRestApi } from './rest.ts'

export interface Lambda extends Plugin {
  /** Runs a function and waits. Rejects with an `ApiError` where there is none, or Lambda refuses the payload. */
  invoke(functionArnOrName: string, payload: unknown): Promise<{ payload: unknown; error?: FunctionError }>
  /** Resolves once the event is taken: two retries follow, then the destination for failures. */
  invokeAsync(functionArnOrName: string, payload: unknown): Promise<void>
  /** Of each function that was invoked since it was asked before. */
  takeCounts(): readonly ({ readonly name: string } & InvocationCounts)[]
}

// What is under way at the end gets this long to end by itself.
const CLOSE_GRACE_MS = 3000

/** Lambda of the local runtime: functions are processes that load the packaged bundle. */
export function createLambda(
  site: Site,
  { queues, readObject }: { queues: Queues; readObject: ReadObject },
): Lambda {
  const functions = createFunctions(site)
  const asynchronous = createAsynchronousInvoker(site, functions, queues)
  let closing = false

  async function invokeWithJson(nameOrArn: string, payload: unknown) {
    const result = await invoke(functions.find(nameOrArn), JSON.stringify(payload ?? {}))
    const answer: unknown = JSON.parse(result.payload)
    return { payload: answer, ...(result.error ? { error: result.error } : {}) }
  }

  const mappings = createMappings({
    site,
    queues,
    functionOf: (functionArn) => functions.find(functionArn).settings,
    invoke: invokeWithJson,
    isClosing: () => closing,
  })

  return {
    scopes: ['lambda'],
    resources: [
      functionResource(site, functions, readObject),
      versionResource(functions),
      permissionResource(site, functions),
      eventSourceMappingResource(site, functions, mappings),
      eventInvokeConfigResource(functions, asynchronous),
    ],
    handle: createRestApi([
      invokeAction(functions, asynchronous),
      getFunction(functions),
      getFunctionConfiguration(functions),
      listFunctions(functions),
      listEventSourceMappings(site, functions, mappings),
      getEventSourceMapping(site, mappings),
      updateEventSourceMapping(site, mappings),
    ]),
    invoke: invokeWithJson,
    invokeAsync: (nameOrArn, payload) => asynchronous.accept(nameOrArn, JSON.stringify(payload ?? {})),
    takeCounts: () =>
      functions
        .all()
        .map(({ settings, pool }) => ({ name: settings.name, ...pool.takeCounts() }))
        .filter(({ invocations }) => invocations > 0),
    async close() {
      mappings.stop()
      asynchronous.close()
      await Promise.race([mappings.idle(), site.clock.sleep(CLOSE_GRACE_MS)])
      closing = true
      await functions.close()
      await mappings.idle()
    },
  }
}
