/** The logical id that a `Ref`, an `Fn::GetAtt`, or an `Fn::Sub` of nothing but one attribute refers to. */
export function referenced(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const [[fn, argument] = []] = Object.entries(value)
  if (fn === 'Ref') return String(argument)
  if (fn === 'Fn::GetAtt') return Array.isArray(argument) ? argument[0] : undefined
  if (fn === 'Fn::Sub') return /^\$\{(\w+)(?:\.\w+)?\}$/.exec(String(argument))?.[1]
  return undefined
}

/** Whether a value, or one in a list, refers to a resource. */
export function refersTo(value: unknown, logicalId: string): boolean {
  return [value].flat().some((each) => referenced(each) === logicalId)
}
