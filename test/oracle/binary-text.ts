import { gunzipSync, zstdDecompressSync } from 'node:zlib'

const ZSTD = Buffer.from('28b52ffd', 'hex')

/** The file's text in UTF-8, one character for each byte, without its byte order mark; `skipped` counts that mark. */
export function binaryText(file: Buffer): { readonly text: string; readonly skipped: number } {
  const unpacked = unpack(file).toString('latin1')
  const text = transcode(unpacked)
  return text.startsWith('\xEF\xBB\xBF') ? { text: text.slice(3), skipped: 3 } : { text, skipped: 0 }
}

function unpack(file: Buffer): Buffer {
  if (file[0] === 0x1f && file[1] === 0x8b) return gunzipSync(file)
  return file.subarray(0, 4).equals(ZSTD) ? zstdDecompressSync(file) : file
}

/** UTF-16 by its byte order mark, which stays. */
function transcode(text: string): string {
  const little = text.startsWith('\xFF\xFE')
  if (!little && !text.startsWith('\xFE\xFF')) return text
  let units = ''
  for (let index = 0; index < text.length; index += 2) {
    const [first, second] = [text.charCodeAt(index), text.charCodeAt(index + 1)]
    units += String.fromCharCode(little ? second * 256 + first : first * 256 + second)
  }
  return Buffer.from(units).toString('latin1')
}

/** The characters of bytes, or undefined where they are no UTF-8. */
export function decoded(binary: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(binary, 'latin1'))
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Tells the line on which a place of the text stands, counting LF, CRLF and CR; places are asked for in their order. */
export function lineCounter(text: string): (place: number) => number {
  const ends = text.matchAll(/\r\n|\r|\n/g)
  let next = ends.next().value
  let line = 1
  return (place) => {
    while (next && next.index < place) {
      line += 1
      next = ends.next().value
    }
    return line
  }
}
