import { z } from 'zod'
import type { Plugin } from '../../plugin.ts'
import { createJsonApi, jsonAction } from '../../protocol/aws-json.ts'
import { createQueryApi, queryAction } from '../../protocol/aws-query.ts'
import { parseForm } from '../../protocol/form.ts'
import type { Action } from './action.ts'
import { createCborApi } from './cbor-api.ts'

const SERVICE = 'CloudWatch'
const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/'

/** Answers the three protocols of CloudWatch: CBOR for today's SDKs and CLI, JSON, and the query of older ones. */
export function createApi(actions: readonly Action[]): Plugin['handle'] {
  const cbor = createCborApi(SERVICE, actions)
  const json = createJsonApi(
    SERVICE,
    actions.map(({ name, input, run }) =>
      jsonAction({ name, input, run: (given) => withSeconds(run(given)) }),
    ),
  )
  const query = createQueryApi(
    SERVICE,
    NAMESPACE,
    actions.map(({ name, input, run }) =>
      queryAction({ name, input: z.preprocess(fromForm, input), run: (given: never) => run(given) }),
    ),
  )
  return (request, response) => {
    if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return cbor(request, response)
    return request.headers['x-amz-target'] === undefined ? query(request, response) : json(request, response)
  }
}

function fromForm(form: unknown): unknown {
  const { Action: _, Version: __, ...input } = form as Record<string, string>
  return parseForm(input)
}

/** Times of the JSON protocol are seconds. */
function withSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(withSeconds)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withSeconds(member)]))
}
