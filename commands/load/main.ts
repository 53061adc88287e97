import { join, resolve } from 'node:path'
import process from 'node:process'
import { type CommandContext, runCommand } from '../terminal/run-command.ts'
import { findDataset } from './find-dataset.ts'
import { type LoadArguments, parseArguments, USAGE } from './parse-arguments.ts'
import { sizeOf } from './size-of.ts'
import { tellDryRun } from './tell-dry-run.ts'
import { uploadAndFollow } from './upload-and-follow.ts'

const datasetsFolder = join(import.meta.dirname, '..', '..', 'datasets')

await runCommand(parseArguments(process.argv.slice(2)), USAGE, load)

async function load(given: LoadArguments, context: CommandContext): Promise<number> {
  // npm runs scripts in the package's folder, and tells where the person stands.
  const file = resolve(context.env.INIT_CWD ?? '.', given.file)
  const dataset = findDataset(datasetsFolder, given.dataset)
  const bytes = await sizeOf(file)
  const request = { ...context, options: { ...given, file }, dataset, bytes }
  return given.dryRun ? tellDryRun(request) : uploadAndFollow(request)
}
