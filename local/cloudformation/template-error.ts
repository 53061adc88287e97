import type { Fault } from './intrinsics/context.ts'

/** A template that cannot be run, with every fault that was found in it. Nothing has been made. */
export class TemplateError extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    const lines = faults.map(({ path, message }) => `  ${path}: ${message}`)
    super(`The template cannot be run, it has ${counted(faults.length)}:\n${lines.join('\n')}`)
    this.name = 'TemplateError'
    this.faults = faults
  }
}

/** Throws all the faults that were gathered, if there are any. */
export function throwFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new TemplateError(faults)
}

function counted(count: number): string {
  return count === 1 ? 'one fault' : `${count} faults`
}
