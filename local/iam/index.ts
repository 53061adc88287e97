import type { Plugin } from '../plugin.ts'
import { createQueryApi } from '../protocol/aws-query.ts'
import type { Caller } from '../protocol/caller.ts'
import type { Site } from '../site.ts'
import { createServiceLinkedRole } from './actions/create-service-linked-role.ts'
import type { Call } from './calls.ts'
import { createCheck, expired, type IamMode } from './enforcer.ts'
import { type Asking, createEvaluator } from './evaluator.ts'
import { createKeptPolicies } from './kept-policies.ts'
import type { Surroundings } from './needs/need.ts'
import { needsOf } from './needs/needs-of.ts'
import type { Credentials, Permissions } from './permissions.ts'
import type { Context } from './policy/context-keys.ts'
import type { Statement } from './policy/parse-policy.ts'
import { tellRefusal } from './refusals.ts'
import { createResourcePolicies } from './resource-policies.ts'
import { managedPolicyResource, policyResource } from './resources/policies.ts'
import { roleResource } from './resources/role.ts'
import { createRoles, type Role } from './roles.ts'
import { createSessions } from './sessions.ts'

export type { IamMode } from './enforcer.ts'

export interface Iam extends Plugin, Permissions {
  /** Who sends requests to a service with this key; undefined for the account's administrator, who may do everything. */
  callerOf(accessKeyId: string | undefined, service: string): Caller | undefined
  /** What was asked of the policies so far, and what they said. */
  calls(): readonly Call[]
  roles(): readonly Role[]
  /** The statements of all policies of resources. */
  resourceStatements(): readonly Statement[]
}

const SESSION_NAME_LENGTH_MAX = 64 // STS: RoleSessionName

/**
 * IAM of the local runtime: the roles of the template, sessions of them, and what their policies and those of resources
 * say to each call.
 */
export function createIam(
  site: Pick<Site, 'region' | 'accountId' | 'dataFolder' | 'logs'>,
  options: {
    readonly mode: IamMode
    readonly taskDefinition: Surroundings['taskDefinition']
  },
): Iam {
  const { region, accountId } = site
  const at: Surroundings = { region, accountId, taskDefinition: options.taskDefinition }
  const kept = createKeptPolicies(site.dataFolder)
  const before = kept.read()
  const roles = createRoles(changed)
  const policies = createResourcePolicies(changed)
  const refused = tellRefusal(site.logs, options.mode)
  const evaluator = createEvaluator({
    findRole: roles.find,
    statementsOf: policies.statements,
    refused,
  })
  // Roles come last: each writes what there is by then.
  policies.restore(before.resources)
  for (const role of before.roles) roles.put(role)
  for (const policy of before.attached) roles.attach(policy)
  const check = createCheck(options.mode, evaluator)
  const sessions = createSessions()

  function changed(): void {
    evaluator.forget()
    kept.write({ ...roles.given(), resources: policies.given() })
  }

  function contextOf(principal: Asking): Context {
    const known = {
      'aws:requestedregion': region,
      'aws:resourceaccount': accountId,
      // What is plain HTTP on this machine is HTTPS to AWS: the endpoint stands for AWS's.
      'aws:securetransport': 'true',
      'aws:principalisawsservice': String(principal.kind === 'service'),
    }
    return principal.kind === 'service'
      ? {
          ...known,
          'aws:sourcearn': principal.sourceArn,
          'aws:sourceaccount': accountId,
          'aws:sourceowner': accountId,
        }
      : { ...known, 'aws:principalarn': principal.roleArn, 'aws:principalaccount': accountId }
  }

  function may(principal: Asking, service: string, action: string, input: unknown): void {
    if (options.mode === 'off') return
    check(principal, service, needsOf(service, action, input, { at, context: contextOf(principal) }))
  }

  return {
    scopes: ['iam'],
    resources: [roleResource(site, roles), policyResource(roles), managedPolicyResource(site, roles)],
    // The roles of an application come of templates alone.
    handle: createQueryApi('IAM', 'https://iam.amazonaws.com/doc/2010-05-08/', [createServiceLinkedRole()]),
    close: async () => {},

    takeRole({ arn: roleArn, service, sessionName, sourceArn }) {
      const taker: Asking = { kind: 'service', service, sourceArn }
      check(taker, 'sts', [{ action: 'sts:AssumeRole', resource: roleArn, context: contextOf(taker) }])
      const name = roleArn.split('/').at(-1)
      const session = sessionName.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, SESSION_NAME_LENGTH_MAX)
      const arn = `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`
      let credentials: Credentials | undefined
      return {
        roleArn,
        get credentials() {
          credentials ??= sessions.begin(roleArn, arn)
          return credentials
        },
        may: (api, action, input) => may({ kind: 'role', roleArn, arn }, api, action, input),
        end: () => credentials && sessions.end(credentials.accessKeyId),
      }
    },

    asService({ service, sourceArn }, action, resource) {
      const principal: Asking = { kind: 'service', service, sourceArn }
      check(principal, action.split(':')[0] ?? '', [{ action, resource, context: contextOf(principal) }])
    },

    putPolicy: policies.put,
    removePolicy: policies.remove,

    callerOf(accessKeyId, service) {
      const principal = sessions.of(accessKeyId)
      if (principal.kind === 'administrator') return undefined
      if (principal.kind === 'role') {
        return { arn: principal.arn, may: (action, input) => may(principal, service, action, input) }
      }
      return {
        arn: `arn:aws:sts::${accountId}:assumed-role/ended/ended`,
        may() {
          throw expired(service)
        },
      }
    },

    calls: evaluator.calls,
    roles: roles.all,
    resourceStatements: policies.all,
  }
}
