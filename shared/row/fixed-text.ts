import { WORD_BYTES } from './item-buffer.ts'

/**
 * A text that is written into many items, in words of eight bytes. They are doubles, which move as they are: UTF-8 makes
 * none that is not a number.
 */
export interface FixedText {
  readonly words: Float64Array
  readonly length: number
}

export function fixedText(text: string): FixedText {
  const bytes = Buffer.from(text)
  const padded = Buffer.alloc(Math.ceil(bytes.length / WORD_BYTES) * WORD_BYTES)
  bytes.copy(padded)
  const words = Float64Array.from({ length: padded.length / WORD_BYTES }, (_, index) =>
    padded.readDoubleLE(index * WORD_BYTES),
  )
  return { words, length: bytes.length }
}

export function copyFixed({ words, length }: FixedText, outWords: DataView, at: number): number {
  for (let index = 0; index < words.length; index += 1)
    outWords.setFloat64(at + index * WORD_BYTES, words[index] as number, true)
  return at + length
}
