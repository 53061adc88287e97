import db from 'dynalite/db/index.js'
import type { AttributeMap, AttributeValue, DynaliteError } from './store.ts'

// AWS: amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html, of attributes at every depth
const NAME_BYTES_MAX = 65_535

/** The fault of an attribute without a name, or with one that is too long; dynalite would store it. */
export function nameFault(item: AttributeMap): DynaliteError | undefined {
  for (const [name, value] of Object.entries(item)) {
    if (name === '') return db.validationError('Attribute name is empty, must be at least one character')
    if (Buffer.byteLength(name) > NAME_BYTES_MAX)
      return db.validationError(
        `1 validation error detected: Attribute name is too large, must be less than ${NAME_BYTES_MAX + 1} bytes`,
      )
    const fault = nameFaultWithin(value)
    if (fault) return fault
  }
  return undefined
}

function nameFaultWithin({ L, M }: AttributeValue): DynaliteError | undefined {
  if (M !== undefined) return nameFault(M as AttributeMap)
  for (const value of (L ?? []) as readonly AttributeValue[]) {
    const fault = nameFaultWithin(value)
    if (fault) return fault
  }
  return undefined
}
