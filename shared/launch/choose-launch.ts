import { isTerminal, type Ledger, type LoadItem } from '../load/ledger.ts'
import type { TerminalStatus } from '../load/outcome.ts'
import { reopen } from '../load/reopen.ts'
import type { Capacity, ResolvedRequest } from '../message/load-request.ts'
import type { Clock } from '../platform/clock.ts'
import type { LaunchChoice, LaunchLedger } from './launch-ledger.ts'

/** How often it looks again when others move the load while it decides. */
const ROUNDS_MAX = 5

export type Choice =
  /** Run this launch, also if it ran before. `attempt` is the ledger's; `begun`: a task of it may be at work, this one. */
  | {
      readonly kind: 'launch'
      readonly launch: LaunchChoice
      readonly attempt: number
      readonly begun: boolean
      readonly taskArn?: string
    }
  | { readonly kind: 'already'; readonly status: TerminalStatus }
  /** A later launch has taken over. */
  | { readonly kind: 'outdated'; readonly number: number }
  /** Others moved the load at every look. */
  | { readonly kind: 'contended' }

export interface ChooseLaunchDeps {
  readonly launches: LaunchLedger
  readonly ledger: Pick<Ledger, 'change'>
  /** Where a load's tasks run first. */
  readonly capacity: Capacity
  readonly clock: Clock
}

/** Settles in the ledger, once for each number, which launch of a load is the current one and where it runs. */
export function createChooseLaunch({ launches, ledger, capacity, clock }: ChooseLaunchDeps) {
  return async function chooseLaunch(request: ResolvedRequest): Promise<Choice> {
    const wanted: LaunchChoice = { number: request.launchNumber, capacity: request.capacity ?? capacity }
    for (let round = 1; round <= ROUNDS_MAX; round++) {
      const item = await launches.enter(request.object, wanted, clock.now())
      if (item === 'entered') return { kind: 'launch', launch: wanted, attempt: 0, begun: false }

      if (isTerminal(item.status)) {
        if (item.status !== 'failed' || request.attempt !== item.attempt) {
          return { kind: 'already', status: item.status }
        }
        // Its reply may be lost and another's write may win: either way the next look shows an open load.
        await reopen(ledger, item, clock.now())
        continue
      }
      const current = currentLaunch(item)
      // A redriven message opened the load under a number that it cannot know: the ledger's is worked.
      const redriven = request.attempt !== undefined && current.number > 0
      if (redriven || wanted.number === current.number) {
        const { attempt, status, taskArn } = item
        const begun = status === 'loading'
        return {
          kind: 'launch',
          launch: current,
          attempt,
          begun,
          ...(taskArn === undefined ? {} : { taskArn }),
        }
      }
      if (wanted.number < current.number) return { kind: 'outdated', number: current.number }
      if ((await launches.raise(item, wanted)) === 'done') {
        return { kind: 'launch', launch: { ...wanted, ...sizeOf(item) }, attempt: item.attempt, begun: false }
      }
    }
    return { kind: 'contended' }
  }

  /** Its choice holds, whatever the message says: ECS refuses other parameters under the same token. */
  function currentLaunch(item: LoadItem): LaunchChoice {
    const { launch } = item
    return {
      number: launch?.number ?? 0,
      capacity: readCapacity(launch?.capacity) ?? capacity,
      ...sizeOf(item),
    }
  }
}

/** Kept by every launch after the one that was raised for want of memory. */
function sizeOf({ launch }: LoadItem): Pick<LaunchChoice, 'size'> {
  return launch?.size === 'larger' ? { size: 'larger' } : {}
}

function readCapacity(text: string | undefined): Capacity | undefined {
  return text === 'spot' || text === 'on-demand' ? text : undefined
}
