/**
 * Properties that change nothing on one machine, by resource type: labels, encryption at rest, access rules that
 * nobody here enforces, where traces go. They may say anything. Everything else is parsed by its type, which knows it or
 * refuses it; types whose API tells such a property again know it themselves.
 */
const IGNORED: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::EventSourceMapping': ['KmsKeyArn', 'MetricsConfig', 'Tags'],
  'AWS::Lambda::Function': [
    'CodeSigningConfigArn',
    'Description',
    'KmsKeyArn',
    'LoggingConfig.ApplicationLogLevel',
    'LoggingConfig.LogFormat',
    'LoggingConfig.SystemLogLevel',
    'RecursiveLoop',
    'RuntimeManagementConfig',
    'SnapStart',
    'Tags',
    'TracingConfig',
    'VpcConfig',
  ],
  'AWS::S3::Bucket': [
    'BucketEncryption',
    'InventoryConfigurations',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'MetricsConfigurations',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'Tags',
  ],
}

/** The properties of a resource without those that have no effect here. */
export function withoutIgnored(
  type: string,
  properties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return (IGNORED[type] ?? []).reduce((rest, path) => without(rest, path.split('.')), properties)
}

function without(
  object: Readonly<Record<string, unknown>>,
  [key, ...inner]: readonly string[],
): Readonly<Record<string, unknown>> {
  if (key === undefined || !Object.hasOwn(object, key)) return object
  const { [key]: value, ...rest } = object
  if (inner.length === 0) return rest
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return object
  return { ...rest, [key]: without(value as Record<string, unknown>, inner) }
}
