/** Where each act logs: a task into streams of the group that all tasks share, a function into a group of its own. */
const ACTS = {
  'load-object': 'task',
  'load-queue': 'task',
  audit: 'task',
  'launch-load': 'function',
  'explain-stop': 'function',
} as const

export type Act = keyof typeof ACTS

export const ACT_NAMES = Object.keys(ACTS) as readonly Act[]

export interface LogPlace {
  readonly logGroupName: string
  readonly logStreamNamePrefix?: string
}

export function logPlace(act: Act, stackName: string): LogPlace {
  return ACTS[act] === 'task'
    ? { logGroupName: `/ecs/${stackName}`, logStreamNamePrefix: `${act}/` }
    : { logGroupName: `/aws/lambda/${stackName}-${act}` }
}
