import { ApiError } from '../protocol/api-error.ts'
import type { S3Action, S3Call } from './action.ts'

// Query parameters that make a request another action. Those without an action here are refused by name.
// biome-ignore format: a list of words
const SUBRESOURCES = [
  'abac', 'accelerate', 'acl', 'analytics', 'attributes', 'cors', 'delete', 'encryption', 'intelligent-tiering',
  'inventory', 'legal-hold', 'lifecycle', 'location', 'logging', 'metadataConfiguration', 'metadataTable',
  'metrics', 'notification', 'object-lock', 'ownershipControls', 'policy', 'policyStatus', 'publicAccessBlock',
  'renameObject', 'replication', 'requestPayment', 'restore', 'retention', 'select', 'session', 'tagging',
  'torrent', 'uploadId', 'uploads', 'versioning', 'versions', 'website',
]

// Headers that would change what S3 does, and that have no effect here.
const REFUSED_HEADERS = [
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-copy-source-server-side-encryption-customer-algorithm',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-legal-hold',
  'x-amz-write-offset-bytes',
  'x-amz-if-match-last-modified-time',
  'x-amz-if-match-size',
]

export function createFindAction(actions: readonly S3Action[]): (call: S3Call) => S3Action {
  const byRoute = new Map(actions.map((action) => [routeOf(action), action]))

  return (call) => {
    const subresource = SUBRESOURCES.find((name) => call.query.has(name)) ?? listType(call)
    const copies = call.headers['x-amz-copy-source'] !== undefined
    const action = byRoute.get(routeOf({ ...call, ...(subresource ? { subresource } : {}), copies }))
    if (!action) {
      const what = `${call.method} ${call.level}${subresource ? ` ?${subresource}` : ''}`
      throw new ApiError('NotImplemented', `The local runtime has no S3 action for ${what}.`, 501)
    }
    const header = REFUSED_HEADERS.find((name) => call.headers[name] !== undefined)
    if (header) {
      throw new ApiError(
        'NotImplemented',
        `A header you provided implies functionality that the local runtime does not have: ${header}.`,
        501,
      )
    }
    return action
  }
}

function routeOf(route: { method: string; level: string; subresource?: string; copies?: boolean }): string {
  return [route.method, route.level, route.subresource ?? '', route.copies ? 'copy' : ''].join(' ')
}

function listType({ method, level, query }: S3Call): string | undefined {
  return method === 'GET' && level === 'bucket' && query.has('list-type') ? 'list-type' : undefined
}
