import process from 'node:process'
import { runCommand } from '../terminal/run-command.ts'
import { parseArguments, USAGE } from './parse-arguments.ts'
import { showLogs } from './show-logs.ts'

await runCommand(parseArguments(process.argv.slice(2)), USAGE, showLogs)
