import process from 'node:process'
import { runCommand } from '../terminal/run-command.ts'
import { auditAndTell } from './audit-and-tell.ts'
import { parseArguments, USAGE } from './parse-arguments.ts'

await runCommand(parseArguments(process.argv.slice(2)), USAGE, auditAndTell)
