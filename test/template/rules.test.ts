import { describe, expect, test } from 'vitest'
import { ruleFindings } from './findings/rule-findings.ts'
import { readWaivers, withoutWaiver } from './findings/waivers.ts'
import { ALL_RULES } from './rules/all-rules.ts'
import type { Draft } from './rules/rule.ts'
import { packagedTemplate, type Template } from './template.ts'

const waivers = readWaivers()

describe.each(ALL_RULES)('the rule $name', ({ name, breaks }) => {
  test.each(breaks)('is broken, and no other one is, where $how', ({ at, variant = 'local', change }) => {
    const whole = packagedTemplate(variant)
    const broken: Template = structuredClone(whole)
    const resources = broken.Resources as Record<string, Draft>
    change((logicalId) => {
      const resource = resources[logicalId]
      if (!resource) throw new Error(`There is no ${logicalId} to change in the template of ${variant}.`)
      return resource
    }, resources)

    const before = ruleFindings(whole).map((finding) => JSON.stringify(finding))
    const made = ruleFindings(broken).filter((finding) => !before.includes(JSON.stringify(finding)))
    expect(new Set(made.map(({ id, resource }) => `${id} of ${resource}`))).toEqual(
      new Set([`${name} of ${at}`]),
    )
    expect(withoutWaiver(made, waivers)).toEqual(made)
  })
})
