import { type Intrinsic, isScalar, shown } from './context.ts'

export const join: Intrinsic = {
  kind: 'eager',
  run(argument, { fault }) {
    const [delimiter, items, ...more] = Array.isArray(argument) ? argument : []
    if (typeof delimiter !== 'string' || !Array.isArray(items) || more.length > 0 || !items.every(isScalar)) {
      return fault(`takes a delimiter and a list of texts, got ${shown(argument)}`)
    }
    return items.map(String).join(delimiter)
  },
}

export const split: Intrinsic = {
  kind: 'eager',
  run(argument, { fault }) {
    const [delimiter, text, ...more] = Array.isArray(argument) ? argument : []
    if (typeof delimiter !== 'string' || delimiter === '' || typeof text !== 'string' || more.length > 0) {
      return fault(`takes a delimiter and a text, got ${shown(argument)}`)
    }
    return text.split(delimiter)
  },
}

export const base64: Intrinsic = {
  kind: 'eager',
  run(argument, { fault }) {
    if (!isScalar(argument)) return fault(`takes a text, got ${shown(argument)}`)
    return Buffer.from(String(argument), 'utf8').toString('base64')
  },
}

export const toJsonString: Intrinsic = {
  kind: 'eager',
  run(argument, { fault }) {
    if (typeof argument !== 'object' || argument === null) {
      return fault(`takes an object or a list, got ${shown(argument)}`)
    }
    return JSON.stringify(argument)
  },
}
