import { StevedoreError } from '../platform/error.ts'
import { bytesOf, type PostRequest } from './connection-handler.ts'
import { createSignRequest, type SignedPlace, type SigningKeys, type SignRequest } from './sign-request.ts'

/** What a client of the SDK knows of itself. */
interface SigningClient {
  credentials(): Promise<SigningKeys>
  region(): Promise<string>
  /** As in the credential scope, for example `dynamodb`. */
  readonly service: string
}

/** Headers of the SDK that begin so must be signed, if they are sent. */
const TO_BE_SIGNED = 'x-amz-'
const SIGNED = new Set(['x-amz-target', 'x-amz-date', 'x-amz-security-token'])
/** Says what user-agent says too. */
const LEFT_OUT = 'x-amz-user-agent'

/**
 * A signer for a client of the SDK that speaks a JSON protocol: what is the same from request to request is made once,
 * which is most of what the SDK's own costs. The endpoint may ask for another region or service than the client's.
 */
export function createClientSigner({ credentials, region, service }: SigningClient) {
  let signedBy: { readonly place: string; readonly keys: SigningKeys; readonly sign: SignRequest } | undefined

  return async (endpoint?: { readonly signingRegion?: string; readonly signingName?: string }) => {
    const signingRegion = endpoint?.signingRegion ?? (await region())
    const signingName = endpoint?.signingName ?? service
    return {
      sign: async <Request extends PostRequest>(
        request: Request,
        { signingDate = new Date() }: { readonly signingDate?: Date | string | number } = {},
      ): Promise<Request> => {
        const { [LEFT_OUT]: _, authorization: __, ...headers } = request.headers
        for (const name in headers) if (name.startsWith(TO_BE_SIGNED) && !SIGNED.has(name)) refuse(name)
        const body = bytesOf(request)
        const { host = '', 'content-type': contentType = '', 'x-amz-target': target = '' } = headers
        const place = { host, path: request.path, region: signingRegion, service: signingName, contentType }
        const keys = await credentials()
        const { date, authorization } = signFor(place, keys)(target, body, new Date(signingDate).getTime())
        const token = keys.sessionToken ? { 'x-amz-security-token': keys.sessionToken } : {}
        return { ...request, body, headers: { ...headers, 'x-amz-date': date, ...token, authorization } }
      },
    }
  }

  function signFor(parts: SignedPlace, keys: SigningKeys): SignRequest {
    const place = Object.values(parts).join(' ')
    if (signedBy?.place !== place || !isSame(signedBy.keys, keys))
      signedBy = { place, keys, sign: createSignRequest(parts, keys) }
    return signedBy.sign
  }
}

function isSame(one: SigningKeys, other: SigningKeys): boolean {
  return (
    one.accessKeyId === other.accessKeyId &&
    one.secretAccessKey === other.secretAccessKey &&
    one.sessionToken === other.sessionToken
  )
}

function refuse(header: string): never {
  throw new StevedoreError(
    'config.invalid',
    `The SDK wants to send ${header}, which this signature does not cover. Go back to the version of the SDK in package-lock.json`,
  )
}
