import type { Fault } from './intrinsics/context.ts'
import type { TemplateParameter } from './template.ts'

/**
 * The value of each parameter, given or default, as `Ref` gives it: text, also for a number, or a list of texts.
 * Parameter types that AWS looks up (`AWS::SSM::Parameter::…`) are a fault; other AWS types are taken as text.
 */
export function resolveParameters(
  declared: Readonly<Record<string, TemplateParameter>>,
  given: Readonly<Record<string, string>>,
  faults: Fault[],
): ReadonlyMap<string, string | readonly string[]> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) {
      faults.push({ path: 'Parameters', message: `the template has no parameter ${name}` })
    }
  }
  const values = new Map<string, string | readonly string[]>()
  for (const [name, parameter] of Object.entries(declared)) {
    const value = given[name] ?? parameter.Default
    const message =
      value === undefined ? 'needs a value: it has no default' : faultOf(parameter, String(value))
    if (message) faults.push({ path: `Parameters.${name}`, message })
    values.set(name, parameterValue(parameter, String(value ?? '')))
  }
  return values
}

function parameterValue({ Type: type }: TemplateParameter, text: string): string | readonly string[] {
  return isList(type) ? text.split(',').map((item) => item.trim()) : text
}

function faultOf(parameter: TemplateParameter, text: string): string | undefined {
  const { Type: type, ConstraintDescription: because } = parameter
  if (type.startsWith('AWS::SSM::Parameter::')) return `the local runtime has no parameters of type ${type}`
  if (!/^(String|Number|CommaDelimitedList|List<[\w:]+>|AWS::[\w:]+)$/.test(type))
    return `there is no type ${type}`
  const fault = [parameterValue(parameter, text)]
    .flat()
    .map((item) => itemFault(parameter, item))
    .find(Boolean)
  return fault && (because ? `${fault}: ${because}` : fault)
}

function itemFault(parameter: TemplateParameter, text: string): string | undefined {
  const { AllowedValues: allowed, AllowedPattern: pattern } = parameter
  if (isNumber(parameter.Type)) {
    const number = Number(text)
    if (text.trim() === '' || !Number.isFinite(number)) return `${JSON.stringify(text)} is not a number`
    if (number < (parameter.MinValue ?? -Infinity)) return `${text} is below MinValue ${parameter.MinValue}`
    if (number > (parameter.MaxValue ?? Infinity)) return `${text} is above MaxValue ${parameter.MaxValue}`
  }
  if (text.length < (parameter.MinLength ?? 0))
    return `${JSON.stringify(text)} is shorter than ${parameter.MinLength}`
  if (text.length > (parameter.MaxLength ?? Infinity)) {
    return `${JSON.stringify(text)} is longer than ${parameter.MaxLength}`
  }
  if (allowed && !allowed.map(String).includes(text)) {
    return `${JSON.stringify(text)} is not one of the AllowedValues ${allowed.join(', ')}`
  }
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text)) {
    return `${JSON.stringify(text)} does not match AllowedPattern ${pattern}`
  }
  return undefined
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<')
}

function isNumber(type: string): boolean {
  return type === 'Number' || type === 'List<Number>'
}
