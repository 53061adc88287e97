import process from 'node:process'
import { runCommand } from '../terminal/run-command.ts'
import { listLoads } from './list-loads.ts'
import { parseArguments, USAGE } from './parse-arguments.ts'
import { showLoad } from './show-load.ts'

await runCommand(parseArguments(process.argv.slice(2)), USAGE, (options, context) =>
  options.act === 'list' ? listLoads(options, context) : showLoad(options, context),
)
