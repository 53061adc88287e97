/** The rules of the protocol. The model is run with each of them taken out. */
export const RULES = [
  /** One lease a key: whoever does not get it does nothing to the key's versions. */
  'oneLeaseAKey',
  /** Another's lease is taken only when what was sent under it has arrived or never will. */
  'graceBeforeTakeover',
  /** The ledger is read again under the lease, and all is decided anew. */
  'requery',
  /** A claim begins again where an attempt moved between its two looks. */
  'beginAgainWhenMoved',
  /** The claim moves the attempt of every other version that is `loading` … */
  'disownRivals',
  /** … and takes its checkpoint away. */
  'dropCheckpointOnDisown',
  /** A ledger write wants the attempt as it was read, or as its own. */
  'attemptInCondition',
  /** A ledger write wants an open load, and one of an attempt wants `loading`. */
  'statusInCondition',
  /** A refused write that the item shows as one's own has happened. */
  'ownWriteRecognised',
  /** … by its owner too: another's claim may have the same attempt. */
  'ownerTokenInRecognition',
  /** A lease is renewed only where it is still one's own. */
  'ownerTokenInRenewal',
  /** A lease is deleted only where it is still one's own. */
  'ownerTokenInDeletion',
  /** Nothing is sent when the lease is over by one's own clocks. */
  'leaseCheckBeforeSend',
  /** A row request without an answer is waited for before its key is sent again, or the lease given up. */
  'noAnswerHoldsTheKey',
  /** A version waits while a newer one is `loading`. */
  'waitWhileNewerLoading',
  /** Only a `loaded` version supersedes an older one. */
  'supersedeOnlyByLoaded',
  /** A checkpoint is written only when its rows are in the table. */
  'rowsBeforeCheckpoint',
  /** A failing load's letter is sent before the ledger says `failed`. */
  'letterBeforeFailed',
  /** A failed load is opened again by the letter of that failure alone. */
  'reopenByItsLetterOnly',
  'leaseDeletedAfterTerminal',
  'messageDeletedLast',
] as const

export type Rule = (typeof RULES)[number]
export type Rules = Readonly<Record<Rule, boolean>>

export const ALL_RULES = Object.fromEntries(RULES.map((rule) => [rule, true])) as Rules

export function without(rule: Rule): Rules {
  return { ...ALL_RULES, [rule]: false }
}
