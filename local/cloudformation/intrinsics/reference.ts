import type { Intrinsic } from './context.ts'
import { isUnmade, shown } from './context.ts'

export const ref: Intrinsic = {
  kind: 'lazy',
  run(name, { context, fault }) {
    if (typeof name !== 'string') return fault(`takes a name, got ${shown(name)}`)
    const value = context.ref(name)
    return value === undefined ? fault(`there is no parameter or resource named ${name}`) : value
  },
}

/** `"Queue.Arn"`, or `["Queue", "Arn"]`, where the attribute's name may itself be a Ref. */
export const getAtt: Intrinsic = {
  kind: 'lazy',
  run(argument, place) {
    const parts = typeof argument === 'string' ? splitAtFirstDot(argument) : argument
    if (!Array.isArray(parts) || parts.length !== 2 || typeof parts[0] !== 'string') {
      return place.fault(`takes a logical id and an attribute, got ${shown(argument)}`)
    }
    const attribute = place.resolve(parts[1], `${place.path}[1]`)
    if (isUnmade(attribute)) return attribute
    if (typeof attribute !== 'string')
      return place.fault(`the attribute must be text, got ${shown(attribute)}`)
    const answer = place.context.attribute(parts[0], attribute)
    return 'fault' in answer ? place.fault(answer.fault) : answer.value
  },
}

export const importValue: Intrinsic = {
  kind: 'eager',
  run(name, { context, fault }) {
    if (typeof name !== 'string') return fault(`takes the name of an export, got ${shown(name)}`)
    return context.exported(name) ?? fault(`no stack here exports ${name}`)
  },
}

function splitAtFirstDot(text: string): readonly string[] {
  const dot = text.indexOf('.')
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)]
}
