import { randomBytes } from 'node:crypto'
import type { Credentials } from './permissions.ts'

/** Whoever sends a request. A person's own key, whatever it is, is the account's administrator. */
export type Principal =
  | { readonly kind: 'administrator' }
  | { readonly kind: 'role'; readonly roleArn: string; readonly arn: string }
  /** A service of AWS, for a resource of its own. */
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string }
  /** Keys of a session that has ended. */
  | { readonly kind: 'ended' }

const ADMINISTRATOR: Principal = { kind: 'administrator' }
const ENDED: Principal = { kind: 'ended' }

// No key of AWS's begins so: those of a person's own session are told from ours.
const KEY_PREFIX = 'ASIALOCAL'
const KEY_LENGTH = 20

/** The keys that are given out, and whose they are. */
export function createSessions() {
  const byKey = new Map<string, Principal>()
  return {
    begin(roleArn: string, arn: string): Credentials {
      const random = randomBytes(KEY_LENGTH).toString('hex').toUpperCase()
      const accessKeyId = `${KEY_PREFIX}${random}`.slice(0, KEY_LENGTH)
      byKey.set(accessKeyId, { kind: 'role', roleArn, arn })
      return {
        accessKeyId,
        secretAccessKey: randomBytes(KEY_LENGTH).toString('hex'),
        sessionToken: randomBytes(KEY_LENGTH).toString('base64url'),
      }
    },
    end: (accessKeyId: string) => {
      byKey.delete(accessKeyId)
    },
    of(accessKeyId: string | undefined): Principal {
      if (!accessKeyId?.startsWith(KEY_PREFIX)) return ADMINISTRATOR
      return byKey.get(accessKeyId) ?? ENDED
    },
  }
}
