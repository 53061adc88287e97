import { ApiError } from '../../protocol/api-error.ts'

// The most that one page of any listing holds.
const PAGE_ENTRIES_MAX = 1000

/** `max-keys` and its like: 1,000 unless fewer are asked for. */
export function parseLimit(query: URLSearchParams, name: string): number {
  const text = query.get(name)
  if (text === null || text === '') return PAGE_ENTRIES_MAX
  if (!/^\d{1,10}$/.test(text)) {
    throw new ApiError('InvalidArgument', `Provided ${name} not an integer or within integer range: ${text}.`)
  }
  return Math.min(Number(text), PAGE_ENTRIES_MAX)
}

/** How names are written into the answer: as they are, or percent-encoded where the client asks for it. */
export function nameEncoder(query: URLSearchParams): (name: string) => string {
  const type = query.get('encoding-type')
  if (type === null || type === '') return (name) => name
  if (type === 'url') return encodeName
  throw new ApiError('InvalidArgument', `Invalid Encoding Method specified in Request: ${type}.`)
}

/** S3's own kind: a space is `+`, a slash stays. */
function encodeName(name: string): string {
  return encodeURIComponent(name)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replace(/[!'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
