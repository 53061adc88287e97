/** What an expression of a template can see. Pure: it answers, it makes nothing. */
export interface Context {
  /** A parameter, a pseudo parameter or a resource; `undefined` where nothing has that name. */
  ref(name: string): unknown
  /** An attribute of a resource; a `string` that says why there is none goes to `fault`. */
  attribute(logicalId: string, name: string): { readonly value: unknown } | { readonly fault: string }
  /** `undefined` where the template has no such condition. */
  condition(name: string): boolean | undefined
  /** The value that another stack exports under this name. */
  exported(name: string): string | undefined
  readonly mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>
  readonly region: string
  /** The functions allowed here: the Conditions section has more than a property. */
  readonly functions: Readonly<Record<string, Intrinsic>>
  /** Faults are gathered, so that all of a template's are told at once. */
  readonly faults: Fault[]
}

export interface Fault {
  /** Where in the template, for example `Resources.Queue.Properties.RedrivePolicy`. */
  readonly path: string
  readonly message: string
}

export type Intrinsic =
  /** Gets its argument with everything in it resolved. */
  | { readonly kind: 'eager'; run(argument: unknown, at: Place): unknown }
  /** Gets its argument as it stands in the template. */
  | { readonly kind: 'lazy'; run(argument: unknown, at: Place): unknown }

/** Where a function stands, and its way to resolve what stands in it. */
export interface Place {
  readonly path: string
  readonly context: Context
  resolve(value: unknown, path: string): unknown
  /** Notes a fault; the result takes the place of the value that cannot be had. */
  fault(message: string): string
}

/** `Ref: AWS::NoValue`: the property or list element goes away. */
export const NO_VALUE = Symbol('AWS::NoValue')

/** Stands for a value that is known only once its resource is made, and for one that has a fault. */
export const UNMADE = '\u0000unmade\u0000'

/** True where a value, or anything in it, is not known yet. */
export function isUnmade(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(UNMADE)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(isUnmade)
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** A value as a fault message shows it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
