import { type Intrinsic, shown } from './context.ts'

// The zones that a made-up region has; two are what a template of two subnets asks for, AWS's regions have three or more.
const ZONES = ['a', 'b', 'c']

export const select: Intrinsic = {
  kind: 'eager',
  run(argument, { fault }) {
    const [index, list, ...more] = Array.isArray(argument) ? argument : []
    const position = typeof index === 'string' && /^\d+$/.test(index) ? Number(index) : index
    if (!Number.isInteger(position) || !Array.isArray(list) || more.length > 0) {
      return fault(`takes an index and a list, got ${shown(argument)}`)
    }
    return position in list ? list[position] : fault(`there is no element ${position} in ${shown(list)}`)
  },
}

export const length: Intrinsic = {
  kind: 'eager',
  run: (argument, { fault }) =>
    Array.isArray(argument) ? argument.length : fault(`takes a list, got ${shown(argument)}`),
}

export const getAzs: Intrinsic = {
  kind: 'eager',
  run(argument, { context, fault }) {
    if (typeof argument !== 'string') return fault(`takes the name of a region, got ${shown(argument)}`)
    return ZONES.map((zone) => `${argument || context.region}${zone}`)
  },
}

/** `[map, key, second key]`, and `{ DefaultValue }` where the map may lack them. */
export const findInMap: Intrinsic = {
  kind: 'eager',
  run(argument, { context, fault }) {
    const [map, top, second, options] = Array.isArray(argument) ? argument : []
    if (![map, top, second].every((key) => typeof key === 'string' || typeof key === 'number')) {
      return fault(`takes a map and two keys, got ${shown(argument)}`)
    }
    const mapping = context.mappings[String(map)]
    const row = mapping && Object.hasOwn(mapping, String(top)) ? mapping[String(top)] : undefined
    if (row && Object.hasOwn(row, String(second))) return row[String(second)]
    if (typeof options === 'object' && options !== null && 'DefaultValue' in options)
      return options.DefaultValue
    return fault(`Mappings has no ${map}.${top}.${second}`)
  },
}

/** The first branch where the condition holds, else the second. The other one is not looked at. */
export const choose: Intrinsic = {
  kind: 'lazy',
  run(argument, { path, context, resolve, fault }) {
    if (!Array.isArray(argument) || argument.length !== 3 || typeof argument[0] !== 'string') {
      return fault(`takes a condition's name and two values, got ${shown(argument)}`)
    }
    const holds = context.condition(argument[0])
    if (holds === undefined) return fault(`there is no condition named ${argument[0]}`)
    const branch = holds ? 1 : 2
    return resolve(argument[branch], `${path}[${branch}]`)
  },
}
