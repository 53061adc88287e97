import { type Resource, resourcesOf, type Template } from '../template.ts'
import { isOfLaptop } from './containers.ts'
import type { Fault, Rule } from './rule.ts'

/** The framework's own, which holds packages and goes with the stack. */
const WITHOUT_DATA = ['ServerlessDeploymentBucket']

// Removing or renaming a resource in the template must not lose a row. What a failed first deploy made is empty, and goes.
export const dataOutlivesTheStack: Rule = {
  name: 'data-outlives-the-stack',
  check: (template) => [
    ...[...tables(template), ...buckets(template)].flatMap(kept),
    ...buckets(template).flatMap(swept),
    ...unprotected(template),
  ],
  breaks: [
    {
      how: 'a table is deleted with the stack',
      at: 'Ledger',
      change: (the) => delete the('Ledger').DeletionPolicy,
    },
    {
      how: 'a table is deleted where it is replaced',
      at: 'AirportsTable',
      change: (the) => delete the('AirportsTable').UpdateReplacePolicy,
    },
    {
      how: 'a bucket keeps what a failed first deploy left',
      at: 'LandingBucket',
      change: (the) => {
        the('LandingBucket').DeletionPolicy = 'Retain'
      },
    },
    {
      how: 'a bucket has a name that another account may have taken',
      at: 'ResultsBucket',
      change: (the) => {
        the('ResultsBucket').Properties.BucketName = 'stevedore-results'
      },
    },
    {
      how: 'parts of uploads that were given up are kept and paid for',
      at: 'ResultsBucket',
      change: (the) => {
        const { LifecycleConfiguration } = the('ResultsBucket').Properties
        LifecycleConfiguration.Rules = LifecycleConfiguration.Rules.filter(
          (rule: object) => !('AbortIncompleteMultipartUpload' in rule),
        )
      },
    },
    {
      how: 'replaced versions are kept for ever',
      at: 'LandingBucket',
      change: (the) => {
        const { LifecycleConfiguration } = the('LandingBucket').Properties
        LifecycleConfiguration.Rules = LifecycleConfiguration.Rules.filter(
          (rule: object) => !('NoncurrentVersionExpiration' in rule),
        )
      },
    },
    {
      how: 'what marks deleted files is kept for ever',
      at: 'LandingBucket',
      change: (the) => {
        for (const rule of the('LandingBucket').Properties.LifecycleConfiguration.Rules)
          delete rule.ExpiredObjectDeleteMarker
      },
    },
    {
      how: 'a table can be deleted by one call',
      at: 'Ledger',
      variant: 'account',
      change: (the) => delete the('Ledger').Properties.DeletionProtectionEnabled,
    },
  ],
}

/** On a laptop tables come and go. */
function unprotected(template: Template): readonly Fault[] {
  if (isOfLaptop(template)) return []
  return tables(template)
    .filter(([, { Properties }]) => Properties.DeletionProtectionEnabled !== true)
    .map(([resource]) => ({ resource, what: 'can be deleted by one call' }))
}

type Named = readonly [string, Resource]

function tables(template: Template): readonly Named[] {
  return resourcesOf(template, 'AWS::DynamoDB::Table')
}

function buckets(template: Template): readonly Named[] {
  return resourcesOf(template, 'AWS::S3::Bucket').filter(([name]) => !WITHOUT_DATA.includes(name))
}

function kept([resource, { DeletionPolicy, UpdateReplacePolicy, Properties }]: Named): readonly Fault[] {
  return [
    ...(DeletionPolicy === 'RetainExceptOnCreate'
      ? []
      : [{ resource, what: `is deleted by ${DeletionPolicy}` }]),
    ...(UpdateReplacePolicy === 'Retain' ? [] : [{ resource, what: 'is lost where it is replaced' }]),
    ...(Properties.BucketName ? [{ resource, what: `has the fixed name ${Properties.BucketName}` }] : []),
  ]
}

function swept([resource, { Properties }]: Named): readonly Fault[] {
  const rules: readonly object[] = Properties.LifecycleConfiguration?.Rules ?? []
  const has = (action: string) =>
    rules.some((rule) => action in rule && 'Status' in rule && rule.Status === 'Enabled')
  return [
    ...(has('AbortIncompleteMultipartUpload')
      ? []
      : [{ resource, what: 'keeps the parts of uploads that were given up' }]),
    ...(Properties.VersioningConfiguration?.Status === 'Enabled'
      ? [
          ...(has('NoncurrentVersionExpiration')
            ? []
            : [{ resource, what: 'keeps replaced versions for ever' }]),
          ...(has('ExpiredObjectDeleteMarker')
            ? []
            : [{ resource, what: 'keeps the markers of deleted files for ever' }]),
        ]
      : []),
  ]
}
