import { ApiError } from '../protocol/api-error.ts'

// Amazon S3 User Guide, "Categorizing your storage using tags".
const TAGS_MAX = 10
const TAG_KEY_LENGTH_MAX = 128
const TAG_VALUE_LENGTH_MAX = 256

/** The header `x-amz-tagging`: `a=1&b=2`, encoded as in a URL. */
export function parseTagQuery(query: string): Record<string, string> {
  return checkTags([...new URLSearchParams(query)])
}

export function checkTags(tags: readonly (readonly [string, string])[]): Record<string, string> {
  if (tags.length > TAGS_MAX) {
    throw new ApiError(
      'BadRequest',
      `Object tags cannot be greater than ${TAGS_MAX}: there are ${tags.length}.`,
    )
  }
  for (const [key, value] of tags) {
    if (key.length === 0 || key.length > TAG_KEY_LENGTH_MAX) {
      throw new ApiError('InvalidTag', `The TagKey you have provided is invalid: ${JSON.stringify(key)}.`)
    }
    if (value.length > TAG_VALUE_LENGTH_MAX) {
      throw new ApiError('InvalidTag', `The TagValue you have provided is invalid: ${JSON.stringify(value)}.`)
    }
  }
  const result = Object.fromEntries(tags)
  if (Object.keys(result).length === tags.length) return result
  throw new ApiError('InvalidTag', 'Cannot provide multiple Tags with the same key.')
}
