import { NO_VALUE } from './intrinsics/context.ts'

export interface PseudoValues {
  readonly region: string
  readonly accountId: string
  readonly stackName: string
  readonly stackId: string
}

export function pseudoParameters(values: PseudoValues): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ['AWS::AccountId', values.accountId],
    ['AWS::NoValue', NO_VALUE],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', values.region],
    ['AWS::StackId', values.stackId],
    ['AWS::StackName', values.stackName],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ])
}
