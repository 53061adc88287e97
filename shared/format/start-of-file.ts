import { StevedoreError } from '../platform/error.ts'

/** As many bytes as the longest signature has. */
export const SIGNATURE_BYTES = 4

const UTF8_BOM = [0xef, 0xbb, 0xbf]

const NOT_UTF8: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-16 (little-endian)', [0xff, 0xfe]],
  ['UTF-16 (big-endian)', [0xfe, 0xff]],
]

const NOT_TEXT: readonly (readonly [string, readonly number[], string])[] = [
  ['gzip within gzip', [0x1f, 0x8b], 'Pack it once'],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd], 'Pack it with gzip'],
  ['a ZIP archive, as Excel workbooks are', [0x50, 0x4b, 0x03, 0x04], 'Export it as CSV'],
  ['Parquet', [0x50, 0x41, 0x52, 0x31], 'Export it as CSV'],
]

/** The length of the byte order mark to skip. Throws when the first bytes say that this is no UTF-8 text. */
export function readStartOfFile(first: Buffer): number {
  for (const [encoding, signature] of NOT_UTF8)
    if (startsWith(first, signature))
      throw new StevedoreError(
        'file.encoding',
        `The file is ${encoding} by its byte order mark, and only UTF-8 is read: save it as UTF-8 and upload it again`,
      )
  for (const [format, signature, remedy] of NOT_TEXT)
    if (startsWith(first, signature))
      throw new StevedoreError(
        'file.format',
        `The file is ${format} by its first bytes, and only text is read, plain or packed with gzip. ${remedy} and upload it again`,
      )
  return startsWith(first, UTF8_BOM) ? UTF8_BOM.length : 0
}

function startsWith(bytes: Buffer, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}
