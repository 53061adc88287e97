import process from 'node:process'
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { Parsed } from './run-command.ts'
import { faultsOfSwallowedOptions } from './swallowed-options.ts'

/** What the words ask for, or everything that is wrong with them. */
export type Understood<Asked extends object> = Asked | { readonly faults: readonly string[] }

const OF_EVERY_COMMAND = {
  stage: { type: 'string', default: 'local' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export type CommandLine<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ allowPositionals: true; options: Options & typeof OF_EVERY_COMMAND }>
>

/** Takes a command line apart, by the command's own options and by --stage and --help, which every command has. */
export function readArguments<Options extends ParseArgsOptionsConfig, Asked extends object>(
  args: readonly string[],
  options: Options,
  understand: (values: CommandLine<Options>['values'], words: readonly string[]) => Understood<Asked>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Parsed<Asked> {
  const swallowed = faultsOfSwallowedOptions([...Object.keys(options), 'stage'], env)
  if (swallowed.length > 0) return { faults: swallowed }
  let line: CommandLine<Options>
  try {
    line = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, ...OF_EVERY_COMMAND },
    }) as CommandLine<Options>
  } catch (error) {
    return { faults: [(error as Error).message] }
  }
  const { help, stage } = line.values as { readonly help: boolean; readonly stage: string }
  if (help) return 'help'
  const asked = understand(line.values, line.positionals)
  if (stage !== '') return asked
  const faults = 'faults' in asked ? asked.faults : []
  return { faults: [...faults, '--stage is empty: say for example --stage local.'] }
}
