import { type Intrinsic, isScalar, isUnmade, shown } from './context.ts'

const OPERANDS_MAX = 10 // AWS: Fn::And and Fn::Or take 2 to 10 conditions

export const equals: Intrinsic = {
  kind: 'eager',
  run(argument, { fault }) {
    if (!Array.isArray(argument) || argument.length !== 2 || !argument.every(isScalar)) {
      return fault(`takes two values, got ${shown(argument)}`)
    }
    return String(argument[0]) === String(argument[1])
  },
}

export const and = logical('and', 2, OPERANDS_MAX, (operands) => operands.every(Boolean))
export const or = logical('or', 2, OPERANDS_MAX, (operands) => operands.some(Boolean))
export const not = logical('not', 1, 1, ([operand]) => !operand)

export const condition: Intrinsic = {
  kind: 'lazy',
  run(name, { context, fault }) {
    const holds = typeof name === 'string' ? context.condition(name) : undefined
    return holds ?? fault(`there is no condition named ${shown(name)}`)
  },
}

function logical(
  name: string,
  min: number,
  max: number,
  combine: (operands: readonly boolean[]) => boolean,
): Intrinsic {
  return {
    kind: 'eager',
    run(argument, { fault }) {
      if (isUnmade(argument)) return argument
      const operands = Array.isArray(argument) ? argument : []
      if (
        operands.length < min ||
        operands.length > max ||
        !operands.every((item) => typeof item === 'boolean')
      ) {
        const count = min === max ? `${min} condition` : `${min} to ${max} conditions`
        return fault(`\`${name}\` takes ${count}, got ${shown(argument)}`)
      }
      return combine(operands)
    },
  }
}
