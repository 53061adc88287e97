import { StevedoreError } from '../platform/error.ts'

/** As many bytes as the longest signature has. */
export const SIGNATURE_BYTES = 4

export type Packing = 'gzip' | 'zstd'
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

const NOT_TEXT: readonly (readonly [string, readonly number[], string])[] = [
  ['a ZIP archive, as Excel workbooks are', [0x50, 0x4b, 0x03, 0x04], 'Export it as CSV'],
  ['Parquet', [0x50, 0x41, 0x52, 0x31], 'Export it as CSV'],
]

const UTF_32 = [
  [0xff, 0xfe, 0x00, 0x00],
  [0x00, 0x00, 0xfe, 0xff],
]

/** How the file is packed by its first bytes, whatever its name says. */
export function packingOf(first: Buffer): Packing | undefined {
  if (startsWith(first, [0x1f, 0x8b])) return 'gzip'
  const isSkippable =
    startsWith(first.subarray(1), [0x2a, 0x4d, 0x18]) && ((first[0] as number) & 0xf0) === 0x50
  return isSkippable || startsWith(first, [0x28, 0xb5, 0x2f, 0xfd]) ? 'zstd' : undefined
}

/** How the text is encoded. Throws when its first bytes say that it is no text, or none that is read. */
export function encodingOf(first: Buffer): Encoding {
  if (UTF_32.some((mark) => startsWith(first, mark)))
    throw new StevedoreError(
      'file.encoding',
      'The file is UTF-32 by its byte order mark, and only UTF-8 and UTF-16 are read: save it as UTF-8 and upload it again',
    )
  const packing = packingOf(first)
  if (packing) throw notText(`${packing} within gzip or zstd`, 'Pack it once')
  for (const [format, signature, remedy] of NOT_TEXT)
    if (startsWith(first, signature)) throw notText(format, remedy)
  if (startsWith(first, [0xff, 0xfe])) return 'utf-16le'
  return startsWith(first, [0xfe, 0xff]) ? 'utf-16be' : 'utf-8'
}

function notText(format: string, remedy: string): StevedoreError {
  return new StevedoreError(
    'file.format',
    `The file is ${format} by its first bytes, and only text is read, plain or packed with gzip or zstd. ${remedy} and upload it again`,
  )
}

function startsWith(bytes: Buffer, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}
