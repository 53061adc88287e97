import { parseArgs } from 'node:util'

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

/** What the command line asks for, or everything that is wrong with it. */
export function parseArguments(
  args: readonly string[],
): LoadArguments | 'help' | { readonly faults: readonly string[] } {
  let parsed: ReturnType<typeof read>
  try {
    parsed = read(args)
  } catch (error) {
    return { faults: [(error as Error).message] }
  }
  const { values, positionals } = parsed
  if (values.help) return 'help'
  const [file, ...more] = positionals
  const faults = [
    ...(file ? [] : ['Which file? None is named.']),
    ...(more.length === 0 ? [] : [`One file at a time: ${more.join(', ')} is too much.`]),
    ...(values.dataset ? [] : ['Which dataset? Say --dataset NAME.']),
    ...(values.key === '' ? ['--key is empty: an object needs a key.'] : []),
    ...(values.stage === '' ? ['--stage is empty: say for example --stage local.'] : []),
  ]
  if (!file || !values.dataset || faults.length > 0) return { faults }
  return { file, dataset: values.dataset, dryRun: values['dry-run'], key: values.key, stage: values.stage }
}

function read(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dataset: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      key: { type: 'string' },
      stage: { type: 'string', default: 'local' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
}
