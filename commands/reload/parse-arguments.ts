import { readArguments } from '../terminal/read-arguments.ts'
import type { Parsed } from '../terminal/run-command.ts'

export const USAGE = `npm run reload -- OBJECT [--version ID] [--stage local]
  OBJECT       what to load again: s3://bucket/key, or a key of the landing bucket
  --version    an S3 version id; otherwise the newest version that the ledger has
  --stage      the stack stevedore-STAGE; local is the one of npm start
A load that failed, was rejected or ignored is opened again, and a message sent for it. One that is queued is sent again.`

export interface ReloadArguments {
  readonly object: string
  readonly version: string | undefined
  readonly stage: string
}

const OPTIONS = {
  version: { type: 'string' },
} as const

/** What the command line asks for, or everything that is wrong with it. */
export function parseArguments(args: readonly string[]): Parsed<ReloadArguments> {
  return readArguments(args, OPTIONS, (values, positionals) => {
    const [object, ...more] = positionals
    if (!object) return { faults: ['Which load? Name its object: s3://bucket/key, or its key.'] }
    if (more.length > 0) return { faults: [`One load at a time: ${more.join(', ')} is too much.`] }
    return { object, version: values.version, stage: values.stage }
  })
}
