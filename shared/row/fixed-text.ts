import { WORD_BYTES } from './item-buffer.ts'

/** Bytes that are written into many items, as words. */
export interface FixedText {
  readonly words: Int32Array
  readonly length: number
}

export function fixedText(text: string): FixedText {
  const bytes = Buffer.from(text)
  const words = new Int32Array(Math.ceil(bytes.length / WORD_BYTES))
  const view = new DataView(words.buffer)
  for (const [index, byte] of bytes.entries()) view.setUint8(index, byte)
  return { words: words.map((_, index) => view.getInt32(index * WORD_BYTES, true)), length: bytes.length }
}

export function copyFixed(text: FixedText, outWords: DataView, at: number): number {
  const { words } = text
  for (let index = 0; index < words.length; index += 1)
    outWords.setInt32(at + index * WORD_BYTES, words[index] as number, true)
  return at + text.length
}
