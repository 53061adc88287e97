import type { KeptPolicies } from './kept-policies.ts'
import type { PolicyResource } from './permissions.ts'
import { parsePolicy, type Statement } from './policy/parse-policy.ts'

interface Kept {
  readonly made: PolicyResource
  readonly document: unknown
  readonly statements: readonly Statement[]
}

/** The policies of buckets, queues, topics and functions, by the ARN of the resource. */
export function createResourcePolicies(changed: () => void) {
  const policies = new Map<string, Map<string, Kept>>()

  const statementsOf = (arn: string) =>
    [...(policies.get(arn)?.values() ?? [])].flatMap(({ statements }) => statements)

  return {
    put(made: PolicyResource, arns: readonly string[], document: unknown): void {
      const statements = parsePolicy(made.logicalId, 'resource', document)
      for (const own of policies.values()) own.delete(idOf(made))
      for (const arn of arns) {
        const own = policies.get(arn) ?? new Map<string, Kept>()
        own.set(idOf(made), { made, document, statements })
        policies.set(arn, own)
      }
      changed()
    },
    remove(made: PolicyResource): void {
      for (const own of policies.values()) own.delete(idOf(made))
      changed()
    },
    /** Of the bucket, where the resource is an object. */
    statements(arn: string): readonly Statement[] {
      const own = statementsOf(holderOf(arn))
      return own.length === 0 && arn.startsWith('arn:aws:sns:') ? topicDefault(arn) : own
    },
    all: (): readonly Statement[] => [...policies.keys()].flatMap(statementsOf),
    given: (): KeptPolicies['resources'] =>
      [...policies].flatMap(([arn, own]) =>
        [...own.values()].map(({ made, document }) => ({ arn, ...made, document })),
      ),
    restore(kept: KeptPolicies['resources']): void {
      for (const { arn, stackName, logicalId, document } of kept) {
        const made = { stackName, logicalId }
        const statements = parsePolicy(logicalId, 'resource', document)
        const own = policies.get(arn) ?? new Map<string, Kept>()
        policies.set(arn, own.set(idOf(made), { made, document, statements }))
      }
    },
  }
}

/** A topic without a policy of its own: everybody in the account may publish, its services too. */
function topicDefault(arn: string): readonly Statement[] {
  return [
    {
      place: 'the default policy of topics',
      effect: 'Allow',
      principals: { aws: ['*'], service: [] },
      actions: { all: ['sns:Publish'], but: false },
      resources: { all: [arn], but: false },
      conditions: [{ operator: 'Null', key: 'aws:sourceowner', values: ['false'] }],
    },
  ]
}

function idOf({ stackName, logicalId }: PolicyResource): string {
  return `${stackName}/${logicalId}`
}

function holderOf(arn: string): string {
  return arn.startsWith('arn:aws:s3:::') ? (arn.split('/')[0] as string) : arn
}
