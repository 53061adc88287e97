import type { Site } from '../../site.ts'
import type { Context } from '../policy/context-keys.ts'

/** The account, and what it has, as far as the names of resources need it. */
export interface Surroundings extends Pick<Site, 'region' | 'accountId'> {
  /** By ARN, family, or family and revision; an `ApiError` where there is none. */
  taskDefinition(id: string): {
    readonly arn: string
    readonly taskRoleArn?: string | undefined
    readonly executionRoleArn?: string | undefined
  }
}

/** A permission that an action of an API asks for. `action` is the API's own name unless it is given. */
export interface Need {
  /** With its service, as in a policy. */
  readonly action?: string
  /** An ARN, or `*` where the action knows none. */
  readonly resource: string
  readonly context?: Context
}

/** The input of an action as the protocol has it: JSON, a form, or the parameters of a path. */
export type Input = Readonly<Record<string, unknown>>

type NeedsOf<Given = Input> = (input: Given, at: Surroundings) => Need | readonly Need[]

/** What the actions of one API need, by their names. */
export interface ApiNeeds<Given = Input> {
  /** Before the colon of an action in a policy. */
  readonly prefix: string
  readonly actions: Readonly<Record<string, NeedsOf<Given>>>
}

/** An action that knows no resource. */
export const anything = (): Need => ({ resource: '*' })

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A resource by its name, or by the ARN that was given instead. */
export function arnOf(at: Surroundings, service: string, kind: string, nameOrArn: unknown): string {
  const given = text(nameOrArn)
  return given.startsWith('arn:') ? given : `arn:aws:${service}:${at.region}:${at.accountId}:${kind}${given}`
}
