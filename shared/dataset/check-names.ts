import type { Report } from './dataset-fault.ts'
import { compileGlob } from './glob.ts'
import { GlobError } from './parse-glob.ts'

/** Outputs and the table are named after it; DynamoDB takes table names of 255 characters, the stack's name included. */
const NAME_CHARACTERS_MAX = 64
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** The stack has a table and an output of this name already. */
const NAMES_TAKEN: readonly string[] = ['ledger']

export function checkName(name: string | undefined, fileName: string, report: Report): void {
  if (name === undefined) return
  if (!NAME.test(name))
    report(
      ['name'],
      `name: ${JSON.stringify(name)} is no name for tables and outputs: a letter first, then a-z and 0-9, with single hyphens between`,
    )
  else if (name.length > NAME_CHARACTERS_MAX)
    report(['name'], `name: ${name} has ${name.length} characters, the most is ${NAME_CHARACTERS_MAX}`)
  else if (NAMES_TAKEN.includes(name))
    report(['name'], `name: ${name} is the name of a table that the stack has for itself. Choose another`)
  else if (name !== fileName)
    report(
      ['name'],
      `name: ${name} stands in the file ${fileName}. Name the file ${name}.yml or the dataset ${fileName}`,
    )
}

export function checkMatch(match: string | undefined, report: Report): void {
  if (match === undefined) return
  try {
    compileGlob(match)
  } catch (error) {
    if (!(error instanceof GlobError)) throw error
    report(['match'], `match: ${JSON.stringify(match)} is no pattern: ${error.message}`)
  }
}
