import { ApiError } from '../protocol/api-error.ts'
import type { Stacks } from './stacks.ts'

// AWS: AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const BODY_BYTES_MAX = 51_200
const OBJECT_BYTES_MAX = 1024 * 1024

/** Rejects with an `ApiError` of S3 where there is no such object. */
export type ReadObject = (bucket: string, key: string) => Promise<Buffer>

interface TemplateInput {
  readonly TemplateBody?: string | undefined
  /** Of an object in any way that S3 is spoken of; it is read here. */
  readonly TemplateURL?: string | undefined
  readonly UsePreviousTemplate?: 'true' | 'false' | undefined
  readonly StackName?: string | undefined
}

/** Finds the template that a request means; an `ApiError` where it means none, or none that can be read. */
export type TemplateSource = (input: TemplateInput) => Promise<unknown>

export function createTemplateSource(stacks: Stacks, readObject?: ReadObject): TemplateSource {
  return async ({ TemplateBody, TemplateURL, UsePreviousTemplate, StackName = '' }) => {
    if (TemplateBody !== undefined) {
      checkSize('templateBody', Buffer.byteLength(TemplateBody), BODY_BYTES_MAX)
      return parseJson(TemplateBody)
    }
    if (TemplateURL !== undefined && readObject) {
      const { bucket, key } = addressIn(TemplateURL)
      const body = await readObject(bucket, key).catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error
        throw new ApiError('ValidationError', `S3 error: ${error.message} (${TemplateURL})`)
      })
      checkSize('templateURL', body.length, OBJECT_BYTES_MAX)
      return parseJson(body.toString('utf8'))
    }
    if (UsePreviousTemplate === 'true') return stacks.find(StackName).template
    throw new ApiError('ValidationError', 'Either Template URL or Template Body must be specified.')
  }
}

/** `https://s3.amazonaws.com/BUCKET/KEY`, whatever the endpoint is; and `https://BUCKET.s3.REGION.amazonaws.com/KEY`. */
function addressIn(url: string): { bucket: string; key: string } {
  const { hostname, pathname } = URL.canParse(url) ? new URL(url) : { hostname: '', pathname: '' }
  const path = decodeURIComponent(pathname.slice(1))
  const [, inHost] = /^(.+)\.s3[.-].*amazonaws\.com$/.exec(hostname) ?? []
  const bucket = inHost ?? path.split('/')[0] ?? ''
  const key = inHost === undefined ? path.slice(bucket.length + 1) : path
  if (bucket !== '' && key !== '') return { bucket, key }
  throw new ApiError('ValidationError', `TemplateURL must be the URL of an object in S3, got ${url}.`)
}

function checkSize(name: string, bytes: number, max: number): void {
  if (bytes <= max) return
  throw new ApiError(
    'ValidationError',
    `The template at '${name}' has ${bytes} bytes: Member must have length less than or equal to ${max}`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiError(
      'ValidationError',
      `Template format error: the local runtime reads JSON alone: ${(error as Error).message}`,
    )
  }
}
