import type { LoadItem } from '../../shared/load/ledger.ts'
import { counted, shownCount } from '../terminal/printable.ts'
import type { Step } from './follow-load.ts'

/** Tells the steps of a load in words. The end is told by itself. */
export function printStep(print: (line: string) => void, bytes: number): (step: Step) => void {
  return (step) => {
    const line = lineOf(step, bytes)
    if (line) print(line)
  }
}

function lineOf(step: Step, bytes: number): string | undefined {
  switch (step.kind) {
    case 'status':
      if (step.item.status === 'queued') return 'queued'
      return step.item.status === 'loading' ? `loading: ${attempt(step.item)}` : undefined
    case 'attempt':
      return `loading again: ${attempt(step.item)}`
    case 'checkpoint': {
      const { position, seekable, rowsRead } = step.checkpoint
      const percent = Math.floor((position.byteOffset / Math.max(bytes, 1)) * 100)
      return `loading ${seekable ? `${percent} %, ` : ''}${counted(rowsRead, 'row')}`
    }
    case 'quiet':
      return step.item
        ? `still ${step.item.status}, for ${shownCount(step.seconds)} s without news`
        : `no worker has taken it for ${shownCount(step.seconds)} s: are there tasks in the service load-queue?`
  }
}

function attempt({ attempt: number, taskArn, checkpoint }: LoadItem): string {
  const task = taskArn ? ` in task ${taskArn.split('/').at(-1)}` : ''
  const from =
    checkpoint && 'position' in checkpoint
      ? `, from record ${shownCount(checkpoint.position.records + 1)} on`
      : ''
  return `attempt ${number}${task}${from}`
}
