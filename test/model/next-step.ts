import type { Rules } from './rules.ts'
import { LETTER, NEWER, OLDER, type State, type Version, type Worker } from './state.ts'
import { isOpen, isTakeable } from './writes.ts'

export type NextStep = 'already' | 'reopen' | 'supersede' | 'wait-behind' | 'held' | 'claim'

/** As the loader's own `nextStep` decides; a test holds them together. */
export function nextStep(
  state: State,
  rules: Rules,
  { message }: Worker,
  version: Version,
  leaseCounts: boolean,
): NextStep {
  const { status, attempt } = state.items[version]
  if (!isOpen(status)) {
    const isItsLetter = message === LETTER && state.letterAttempt === attempt
    return status === 'failed' && (isItsLetter || !rules.reopenByItsLetterOnly) ? 'reopen' : 'already'
  }
  const newer = version === OLDER ? state.items[NEWER].status : undefined
  if (newer === 'loaded' || (newer === 'loading' && !rules.supersedeOnlyByLoaded)) return 'supersede'
  if (newer === 'loading' && rules.waitWhileNewerLoading) return 'wait-behind'
  return leaseCounts && !isTakeable(state, rules) ? 'held' : 'claim'
}
