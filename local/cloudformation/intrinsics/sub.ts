import { type Intrinsic, isScalar, NO_VALUE, type Place, shown } from './context.ts'

const PLACEHOLDER = /\$\{(!?)([^}]*)\}/g
const NAME = /^[A-Za-z0-9]+(?:::[A-Za-z0-9]+)*(?:\.[A-Za-z0-9_.:-]+)?$/

/** `"text ${Name} ${Resource.Attribute} ${!Literal}"`, or that text and a map of variables that stand before all others. */
export const sub: Intrinsic = {
  kind: 'lazy',
  run(argument, place) {
    const [text, variables, ...more] = Array.isArray(argument) ? argument : [argument, {}]
    if (typeof text !== 'string' || !isMap(variables) || more.length > 0) {
      return place.fault(`takes text, or text and a map of variables, got ${shown(argument)}`)
    }
    return text.replace(PLACEHOLDER, (_whole, literal: string, name: string) =>
      literal ? `\${${name}}` : variable(name, variables, place),
    )
  },
}

function variable(name: string, variables: Readonly<Record<string, unknown>>, place: Place): string {
  if (!NAME.test(name))
    return place.fault(`\${${name}} names nothing: write \${!${name}} for the text itself`)
  const value = Object.hasOwn(variables, name)
    ? place.resolve(variables[name], `${place.path}[1].${name}`)
    : place.resolve(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }, `${place.path}(${name})`)
  if (isScalar(value)) return String(value)
  return place.fault(
    `\${${name}} must be text or a number, got ${value === NO_VALUE ? 'AWS::NoValue' : shown(value)}`,
  )
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
