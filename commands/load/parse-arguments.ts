import { readArguments } from '../terminal/read-arguments.ts'
import type { Parsed } from '../terminal/run-command.ts'

export const USAGE = `npm run load -- FILE --dataset NAME [--dry-run] [--key KEY] [--stage local]
  FILE         a file on this machine, packed or not
  --dataset    which dataset it belongs to: the name of a file in datasets/
  --dry-run    reads and checks the file and tells what would become of it; nothing is sent or written
  --key        the object key to upload it under; otherwise where the dataset's match looks for it
  --stage      the stack stevedore-STAGE; local is the one of npm start`

export interface LoadArguments {
  readonly file: string
  readonly dataset: string
  readonly dryRun: boolean
  readonly key: string | undefined
  readonly stage: string
}

const OPTIONS = {
  dataset: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  key: { type: 'string' },
} as const

/** What the command line asks for, or everything that is wrong with it. */
export function parseArguments(args: readonly string[]): Parsed<LoadArguments> {
  return readArguments(args, OPTIONS, (values, positionals) => {
    const [file, ...more] = positionals
    const faults = [
      ...(file ? [] : ['Which file? None is named.']),
      ...(more.length === 0 ? [] : [`One file at a time: ${more.join(', ')} is too much.`]),
      ...(values.dataset ? [] : ['Which dataset? Say --dataset NAME.']),
      ...(values.key === '' ? ['--key is empty: an object needs a key.'] : []),
    ]
    if (!file || !values.dataset || faults.length > 0) return { faults }
    return { file, dataset: values.dataset, dryRun: values['dry-run'], key: values.key, stage: values.stage }
  })
}
