import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Finding } from './finding.ts'

const REASON_LETTERS_MIN = 20

const Waivers = z.array(
  z.strictObject({
    id: z.string().min(1),
    /** Logical ids, types of resources, or `*` for every resource. */
    resources: z.union([z.literal('*').transform((all) => [all]), z.array(z.string().min(1)).min(1)]),
    reason: z.string().min(REASON_LETTERS_MIN),
    /** The last day on which it holds. */
    expires: z.iso.date(),
  }),
)

/** Why a finding stands, and until when nobody needs to think of it again. */
export type Waiver = z.infer<typeof Waivers>[number]

export function readWaivers(): readonly Waiver[] {
  return Waivers.parse(parse(readFileSync(join(import.meta.dirname, 'waivers.yml'), 'utf8')))
}

/** The findings that no waiver covers. */
export function withoutWaiver(findings: readonly Finding[], waivers: readonly Waiver[]): readonly Finding[] {
  return findings.filter(
    (finding) => !waivers.some(({ id, resources }) => resources.some((each) => covers(id, each, finding))),
  )
}

/** What no finding needs: waivers, or resources in one, as `<id> of <resource>`. */
export function unused(waivers: readonly Waiver[], findings: readonly Finding[]): readonly string[] {
  return waivers.flatMap(({ id, resources }) =>
    resources
      .filter((resource) => !findings.some((finding) => covers(id, resource, finding)))
      .map((resource) => `${id} of ${resource}`),
  )
}

/** Waivers that held until a day before this one, given as `YYYY-MM-DD`. */
export function expired(waivers: readonly Waiver[], today: string): readonly string[] {
  return waivers
    .filter(({ expires }) => expires < today)
    .map(({ id, expires }) => `${id} expired on ${expires}`)
}

function covers(id: string, waived: string, { id: found, resource, type }: Finding): boolean {
  return id === found && ['*', resource, type].includes(waived)
}
