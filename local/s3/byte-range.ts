import { S3Error } from './s3-error.ts'
import type { Slice } from './store/blobs.ts'
import type { ObjectPart } from './store/object-version.ts'

/** Bytes `start` to `end` of an object, both included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Undefined where the header asks for no range that S3 takes: then the whole object is the answer. */
export function parseByteRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start > end) {
    throw new S3Error(
      'InvalidRange',
      `The requested range is not satisfiable: ${header} of ${size} bytes.`,
      416,
      {
        'content-range': `bytes */${size}`,
      },
    )
  }
  return { start, end }
}

/** Where the range lies in the blobs of the parts. */
export function slicesOf(parts: readonly ObjectPart[], range: ByteRange): Slice[] {
  const slices: Slice[] = []
  let offset = 0
  for (const { blob, size } of parts) {
    const start = Math.max(range.start - offset, 0)
    const end = Math.min(range.end - offset, size - 1)
    if (start <= end) slices.push({ blob, start, end })
    offset += size
  }
  return slices
}
