/** The places at which a test may stop, kill or stall a load. Each stands behind one effect that others can see. */
export const FAULT_POINTS = [
  'lease-taken', // the key is ours, the ledger does not know yet
  'rivals-disowned', // other versions' attempts are ended, ours has not begun
  'claimed', // the ledger says `loading`, nothing is read
  'rows-sent', // a row request is on its way
  'rows-written', // a row request was answered
  'reject-part-stored', // no checkpoint names the part yet
  'checkpoint-written',
  'rejects-joined', // the reject file stands
  'dead-letter-sent', // a person is told, the ledger is not
  'load-settled', // the ledger is terminal
  'load-handed-back', // the ledger says so, the lease is still held
  'lease-deleted',
  'parts-removed',
  'message-deleted', // the subject is the message's id
  'audit-entered', // the audit wrote `queued`, the message is not sent
  'audit-sent', // the audit's message is in its queue
  'audit-closed', // the audit made a load terminal
  'audit-cursor-saved', // how far the audit is; the subject is `audit`, here and below
  'audit-report-stored', // the next run does not know yet
] as const

export type FaultPoint = (typeof FAULT_POINTS)[number]

/** What happens at a fault point; `subject` is the object's name, `s3://bucket/key`. */
export type FaultPlan = (point: FaultPoint, subject: string) => void

let plan: FaultPlan | undefined

/** Undefined takes the plan away. One plan for the process: a fault strikes whoever comes by. */
export function setFaultPlan(next: FaultPlan | undefined): void {
  plan = next
}

/** Costs nothing where no plan is set. */
export function faultPoint(point: FaultPoint, subject: string): void {
  plan?.(point, subject)
}
