import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder, type Variant } from '../system/variants.ts'

export interface Resource {
  readonly Type: string
  // biome-ignore lint/suspicious/noExplicitAny: properties of a template are what each test looks into.
  readonly Properties: any
  readonly DependsOn?: string | readonly string[]
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs: Readonly<Record<string, unknown>>
}

export function templateFile(variant: Variant): string {
  return join(packageFolder(variant), 'cloudformation-template-update-stack.json')
}

export function packagedTemplate(variant: Variant): Template {
  return JSON.parse(readFileSync(templateFile(variant), 'utf8')) as Template
}

export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, { Type }]) => Type === type)
}
