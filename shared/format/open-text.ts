import { StevedoreError } from '../platform/error.ts'
import { gunzip } from './gunzip.ts'
import { encodingOf, packingOf, SIGNATURE_BYTES } from './start-of-file.ts'
import { transcodeUtf16 } from './transcode-utf16.ts'
import { unzstd } from './unzstd.ts'
import { type WithHead, withHead } from './with-head.ts'

export interface OpenedText {
  /** Offsets in the text are those in the object: a later attempt may open it anywhere. */
  readonly seekable: boolean
  /** The text: unpacked, in UTF-8, with its byte order mark. */
  readonly pieces: AsyncIterable<Buffer>
}

const UNPACK = { gzip: gunzip, zstd: unzstd } as const
const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

/**
 * The text of a file, by its first bytes and not by its name. What is no character comes out as bytes that are no UTF-8,
 * so that its record is refused. Throws `file.empty`, `file.format`, `file.encoding`; while it is read also
 * `file.format` for packed bytes that are damaged, and `file.too-large` for those that unpack without end.
 */
export async function openText(bytes: AsyncIterable<Uint8Array>): Promise<OpenedText> {
  let opened: WithHead = await withHead(bytes, SIGNATURE_BYTES)
  try {
    const packing = packingOf(opened.head)
    if (packing) opened = await withHead(UNPACK[packing](opened.pieces), SIGNATURE_BYTES)
    const encoding = encodingOf(opened.head)
    if (encoding !== 'utf-8')
      opened = await withHead(transcodeUtf16(opened.pieces, encoding), SIGNATURE_BYTES)
    if (opened.head.length === 0 || opened.head.equals(BYTE_ORDER_MARK)) throw empty()
    return { seekable: !packing && encoding === 'utf-8', pieces: opened.pieces }
  } catch (error) {
    await opened.close()
    throw error
  }
}

function empty(): StevedoreError {
  return new StevedoreError(
    'file.empty',
    'The file is empty: it holds no byte of text. Upload it again, whole',
  )
}
