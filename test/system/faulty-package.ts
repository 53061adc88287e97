import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder, type Variant } from './variants.ts'

/** What strikes a worker, and where: see `FAULT_PLAN` in shared/worker/fault-plan.ts. */
export interface Strike {
  readonly point: string
  readonly action: 'kill' | 'stall' | 'throw'
  readonly nth?: number
  /** `s3://${LandingBucket}/key`: names of resources may stand in it. */
  readonly object?: string
  readonly seconds?: number
}

const TEMPLATE = 'cloudformation-template-update-stack.json'

/** A copy of a variant's package in `folder` whose workers are struck as planned. */
export function packageWithFaults(variant: Variant, folder: string, strikes: readonly Strike[]): string {
  cpSync(packageFolder(variant), folder, { recursive: true })
  const file = join(folder, TEMPLATE)
  const template = JSON.parse(readFileSync(file, 'utf8'))
  for (const resource of Object.values<{ Type: string; Properties: Task }>(template.Resources)) {
    if (resource.Type !== 'AWS::ECS::TaskDefinition') continue
    for (const { Environment } of resource.Properties.ContainerDefinitions)
      Environment.push({ Name: 'FAULT_PLAN', Value: { 'Fn::Sub': JSON.stringify(strikes) } })
  }
  writeFileSync(file, JSON.stringify(template))
  return folder
}

interface Task {
  readonly ContainerDefinitions: readonly { readonly Environment: { Name: string; Value: object }[] }[]
}
