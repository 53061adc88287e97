import { ALL_RULES } from '../rules/all-rules.ts'
import type { Template } from '../template.ts'
import type { Finding } from './finding.ts'

/** What the rules of this repository say of a template. */
export function ruleFindings(template: Template): readonly Finding[] {
  return ALL_RULES.flatMap(({ name, check }) =>
    check(template).map(({ resource, what }) => ({ id: name, resource, message: what })),
  )
}
