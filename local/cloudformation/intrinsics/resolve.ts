import { type Context, isUnmade, NO_VALUE, type Place, UNMADE } from './context.ts'

/**
 * A copy of `value` with every intrinsic function in it replaced by what it gives. Faults go to `context.faults`, and
 * `UNMADE` stands where one was. `undefined` is the answer where the whole value is `AWS::NoValue`.
 */
export function resolve(value: unknown, path: string, context: Context): unknown {
  const resolved = walk(value, path, context)
  return resolved === NO_VALUE ? undefined : resolved
}

function walk(value: unknown, path: string, context: Context): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item, index) => walk(item, `${path}[${index}]`, context))
      .filter((item) => item !== NO_VALUE)
  }
  if (typeof value !== 'object' || value === null) return value
  const name = Object.keys(value).find((key) => key === 'Ref' || key.startsWith('Fn::'))
  if (name !== undefined) return call(name, value as Record<string, unknown>, path, context)
  // Only the Conditions section has a function of this name; in a policy statement it is a property.
  if (context.functions.Condition && Object.keys(value).join() === 'Condition') {
    return call('Condition', value as Record<string, unknown>, path, context)
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, walk(item, `${path}.${key}`, context)] as const)
      .filter(([, item]) => item !== NO_VALUE),
  )
}

function call(name: string, holder: Record<string, unknown>, path: string, context: Context): unknown {
  const here: Place = {
    path: `${path}.${name}`,
    context,
    resolve: (value, at) => walk(value, at, context),
    fault: (message) => {
      context.faults.push({ path: `${path}.${name}`, message })
      return UNMADE
    },
  }
  if (Object.keys(holder).length > 1) {
    return here.fault(`must be the only key of its object, which also has ${otherKeys(holder, name)}`)
  }
  const intrinsic = context.functions[name]
  if (!intrinsic) return here.fault(`there is no function ${name} here`)
  if (intrinsic.kind === 'lazy') return intrinsic.run(holder[name], here)
  const argument = walk(holder[name], here.path, context)
  if (argument === NO_VALUE) return here.fault('AWS::NoValue cannot be its argument')
  return isUnmade(argument) ? UNMADE : intrinsic.run(argument, here)
}

function otherKeys(holder: Record<string, unknown>, name: string): string {
  return Object.keys(holder)
    .filter((key) => key !== name)
    .join(', ')
}
