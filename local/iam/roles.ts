import type { KeptPolicies } from './kept-policies.ts'
import { parsePolicy, type Statement } from './policy/parse-policy.ts'

/** A role, with what it may do and who may take it on. */
export interface Role {
  readonly arn: string
  readonly name: string
  /** As the template names it: what people know it by. */
  readonly label: string
  readonly trust: readonly Statement[]
  /** Of all its policies together. */
  readonly statements: readonly Statement[]
}

type GivenRole = KeptPolicies['roles'][number]
type GivenPolicy = KeptPolicies['attached'][number]

export interface Roles {
  /** Makes a role, or brings the one of that name to these policies; those of policy resources stay. */
  put(role: GivenRole): void
  remove(name: string): void
  /** Adds a policy of a resource of its own to roles, by their names. Throws where one is not there. */
  attach(policy: GivenPolicy): void
  detach(id: string): void
  find(arn: string): Role | undefined
  all(): readonly Role[]
  given(): Pick<KeptPolicies, 'roles' | 'attached'>
}

export function createRoles(changed: () => void): Roles {
  const given = new Map<string, GivenRole>()
  const attached = new Map<string, GivenPolicy>()
  let roles = new Map<string, Role>()

  function settle(): void {
    roles = new Map([...given.values()].map((role) => [role.arn, parseRole(role, [...attached.values()])]))
    changed()
  }

  return {
    put(role) {
      // A fault is told before anything has changed.
      parseRole(role, [])
      given.set(role.name, role)
      settle()
    },
    remove(name) {
      given.delete(name)
      settle()
    },
    attach(policy) {
      for (const name of policy.roleNames) {
        if (!given.has(name)) throw new Error(`there is no role named ${name}`)
      }
      parsePolicy(policy.label, 'identity', policy.document)
      attached.set(policy.id, policy)
      settle()
    },
    detach(id) {
      attached.delete(id)
      settle()
    },
    find: (arn) => roles.get(arn),
    all: () => [...roles.values()],
    given: () => ({ roles: [...given.values()], attached: [...attached.values()] }),
  }
}

function parseRole({ arn, name, label, trust, inline }: GivenRole, attached: readonly GivenPolicy[]): Role {
  const own = attached.filter(({ roleNames }) => roleNames.includes(name))
  return {
    arn,
    name,
    label,
    trust: parsePolicy(`${label}/trust`, 'trust', trust),
    statements: [
      ...inline.flatMap(({ PolicyName, PolicyDocument }) =>
        parsePolicy(`${label}/${PolicyName}`, 'identity', PolicyDocument),
      ),
      ...own.flatMap((policy) => parsePolicy(policy.label, 'identity', policy.document)),
    ],
  }
}
