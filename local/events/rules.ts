import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ApiError } from '../protocol/api-error.ts'
import type { Site } from '../site.ts'
import { compileRule, type Rule, type RuleDefinition, ruleDefinitionSchema } from './rule.ts'

/** The rules of the default bus, by name. */
export interface Rules {
  /** Throws a `ResourceNotFoundException` where there is none. */
  get(name: string): Rule
  find(name: string): Rule | undefined
  /** In the order of their names. */
  list(): readonly Rule[]
  /** Makes a rule or replaces it, or throws and changes nothing. */
  put(definition: RuleDefinition): Rule
  remove(name: string): void
}

/** `onChange` is told of every rule that is new, changed or gone (then without a second argument). */
export function createRules(site: Site, onChange: (name: string, rule?: Rule) => void): Rules {
  const file = join(site.dataFolder, 'events', 'rules.json')
  const rules = new Map(readRules(file).map((definition) => [definition.name, compileRule(definition, site)]))
  for (const rule of rules.values()) onChange(rule.name, rule)

  function list(): readonly Rule[] {
    return [...rules.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  function save(): void {
    const kept = list().flatMap(({ definition }) => (definition.origin === 'api' ? [definition] : []))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(kept, undefined, 2))
    renameSync(`${file}.new`, file)
  }

  return {
    list,
    find: (name) => rules.get(name),
    get(name) {
      const rule = rules.get(name)
      if (rule) return rule
      throw new ApiError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`)
    },
    put(definition) {
      const rule = compileRule(definition, site)
      rules.set(rule.name, rule)
      save()
      onChange(rule.name, rule)
      return rule
    },
    remove(name) {
      if (!rules.delete(name)) return
      save()
      onChange(name)
    },
  }
}

function readRules(file: string): readonly RuleDefinition[] {
  try {
    return z.array(ruleDefinitionSchema).parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new Error(
      `The rules kept in ${file} cannot be read: ${error instanceof Error ? error.message : error}`,
    )
  }
}
