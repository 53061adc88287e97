import { readFileSync } from 'node:fs'
import type { Template } from '../template.ts'
import type { Finding } from './finding.ts'
import { nagFindings } from './nag-findings.ts'
import { ruleFindings } from './rule-findings.ts'
import { validatorFindings } from './validator-findings.ts'

/** What looks at a packaged template, by name. */
const CHECKS = {
  'the validator of AWS': validatorFindings,
  'cdk-nag': nagFindings,
  'our own rules': (file: string) => ruleFindings(readTemplate(file)),
} satisfies Record<string, (file: string) => readonly Finding[]>

export type Check = keyof typeof CHECKS

export const CHECK_NAMES = Object.keys(CHECKS) as Check[]

/** What a check says of the template in a file. */
export function findingsOf(check: Check, file: string): readonly Finding[] {
  const { Resources } = readTemplate(file)
  return CHECKS[check](file).map((finding) => ({ ...finding, type: Resources[finding.resource]?.Type }))
}

function readTemplate(file: string): Template {
  return JSON.parse(readFileSync(file, 'utf8')) as Template
}
