import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Scaling } from './packaged-scaling.ts'

const OPTIONS = join(import.meta.dirname, '..', '..', 'infra', 'scaling-options.yml')

/** The simulation knows resources by their names: a reference is the name of what it refers to. */
const REFERENCES = ['!Ref', '!GetAtt'].map((tag) => ({
  tag,
  resolve: (text: string) => text.split('.')[0],
}))

interface Option {
  readonly yes: {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>
  }
}

/** The same scaling for a service that may rest without a task: it has a policy for the first one. */
export function fromZero({ target, policies, alarms }: Scaling): Scaling {
  const { firstTask } = parse(readFileSync(OPTIONS, 'utf8'), { customTags: REFERENCES }) as {
    firstTask: Option
  }
  const added = Object.values(firstTask.yes.Resources)
  const ofType = (type: string) =>
    added
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties as Readonly<Record<string, unknown>>)
  return {
    target: { ...target, MinCapacity: 0 },
    policies: [...policies, ...ofType('AWS::ApplicationAutoScaling::ScalingPolicy')],
    alarms: [...alarms, ...ofType('AWS::CloudWatch::Alarm')],
  }
}
