import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const TEMPLATE = 'cloudformation-template-update-stack.json'

/** Names that the references of the template come to in the simulation. */
export const QUEUE = 'Loads'
export const CLUSTER = 'Cluster'
export const SERVICE = 'LoadQueueService'

type Properties = Readonly<Record<string, unknown>>

/** How the template scales its service: properties as the local runtime takes them, but for the ARNs of policies. */
export interface Scaling {
  readonly target: Properties
  readonly policies: readonly Properties[]
  readonly alarms: readonly Properties[]
}

interface Resource {
  readonly Type: string
  readonly Properties: Properties
}

export function packagedScaling(packaged: string): Scaling {
  const { Resources } = JSON.parse(readFileSync(join(packaged, TEMPLATE), 'utf8')) as {
    Resources: Readonly<Record<string, Resource>>
  }
  const ofType = (type: string) =>
    Object.values(Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => resolved(Properties) as Properties)
  const [target] = ofType('AWS::ApplicationAutoScaling::ScalableTarget')
  if (!target) throw new Error('The template scales nothing: look at infra/scaling.yml')
  return {
    target,
    policies: ofType('AWS::ApplicationAutoScaling::ScalingPolicy'),
    alarms: ofType('AWS::CloudWatch::Alarm').filter(({ AlarmActions }) =>
      String(AlarmActions).includes('Policy'),
    ),
  }
}

/** A reference becomes the name of what it refers to. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved)
  if (typeof value !== 'object' || value === null) return value
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value as Record<string, unknown>
  if (typeof Ref === 'string') return Ref
  if (attribute !== undefined) return String(attribute).split(/[.,]/)[0]
  if (typeof text === 'string') return text.replaceAll(/\$\{(\w+)[^}]*\}/g, '$1')
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member)]))
}
