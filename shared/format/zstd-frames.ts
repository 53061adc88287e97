import { damaged } from './unpack-with.ts'

/** RFC 8878, sections 3.1.1 and 3.1.2. */
const FRAME_MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a5
const MAGIC_BYTES = 4
const SKIPPABLE_SIZE_BYTES = 4
const BLOCK_HEADER_BYTES = 3
const CHECKSUM_BYTES = 4
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const
const RLE_BLOCK = 1

export interface ZstdFrames {
  /** The same bytes, cut where a frame ends. Throws `file.format` where something else stands in place of a frame. */
  split(chunk: Uint8Array): Iterable<Uint8Array>
  /** The last byte seen was the last one of a frame. */
  isWhole(): boolean
}

/** Follows frames by their headers and the sizes of their blocks, without unpacking any. */
export function createZstdFrames(): ZstdFrames {
  const field = Buffer.alloc(MAGIC_BYTES)
  let fieldBytes = 0
  let wantedBytes = MAGIC_BYTES
  let read: () => void = readMagic
  let toPass = 0
  let hasChecksum = false

  function* split(chunk: Uint8Array): Generator<Uint8Array> {
    let from = 0
    let index = 0
    while (index < chunk.length) {
      if (toPass > 0) {
        const passed = Math.min(toPass, chunk.length - index)
        toPass -= passed
        index += passed
      } else {
        field[fieldBytes] = chunk[index] as number
        fieldBytes += 1
        index += 1
        if (fieldBytes === wantedBytes) {
          fieldBytes = 0
          read()
        }
      }
      if (!isWhole()) continue
      yield chunk.subarray(from, index)
      from = index
    }
    if (from < index) yield chunk.subarray(from)
  }

  function readMagic(): void {
    const magic = field.readUInt32LE()
    if (magic === FRAME_MAGIC) expect(1, readDescriptor)
    else if (magic >>> 4 === SKIPPABLE_MAGIC) expect(SKIPPABLE_SIZE_BYTES, readSkippableSize)
    else throw damaged('zstd', 'something else follows its end')
  }

  function readSkippableSize(): void {
    toPass = field.readUInt32LE()
    expect(MAGIC_BYTES, readMagic)
  }

  function readDescriptor(): void {
    const descriptor = field[0] as number
    const isSingleSegment = (descriptor & 0x20) !== 0
    hasChecksum = (descriptor & 0x04) !== 0
    const contentSize = CONTENT_SIZE_BYTES[descriptor >> 6] as number
    // A single segment has no window; it always has its content's size, in one byte at least.
    const windowOrSize = isSingleSegment ? Math.max(contentSize, 1) : contentSize + 1
    toPass = windowOrSize + (DICTIONARY_ID_BYTES[descriptor & 3] as number)
    expect(BLOCK_HEADER_BYTES, readBlockHeader)
  }

  function readBlockHeader(): void {
    const header = field.readUIntLE(0, BLOCK_HEADER_BYTES)
    const isLast = (header & 1) === 1
    toPass = ((header >> 1) & 3) === RLE_BLOCK ? 1 : header >> 3
    if (!isLast) return
    if (hasChecksum) toPass += CHECKSUM_BYTES
    expect(MAGIC_BYTES, readMagic)
  }

  function expect(bytes: number, next: () => void): void {
    wantedBytes = bytes
    read = next
  }

  function isWhole(): boolean {
    return read === readMagic && fieldBytes === 0 && toPass === 0
  }

  return { split, isWhole }
}
