import type { TaskProtection } from '../../../../shared/queue/task-protection.ts'

export interface FakeProtection extends TaskProtection {
  /** Every change, in its order: `15 min` or `off`. */
  readonly changes: string[]
  /** What a change waits for, or fails with. */
  fault: (() => Promise<void>) | undefined
}

export function createFakeProtection(): FakeProtection {
  const fake: FakeProtection = {
    changes: [],
    fault: undefined,
    protect: (minutes) => change(`${minutes} min`),
    unprotect: () => change('off'),
  }
  return fake

  async function change(to: string): Promise<void> {
    fake.changes.push(to)
    await fake.fault?.()
  }
}
