import { open } from 'node:fs/promises'

/** One answer of GetLogEvents holds no more. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
const ANSWER_BYTES_MAX = 1024 * 1024

/** The last lines of a file. Undefined where there is no such file. */
export async function readTail(file: string, limit: number): Promise<string[] | undefined> {
  let handle: Awaited<ReturnType<typeof open>>
  try {
    handle = await open(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const { size } = await handle.stat()
    const start = Math.max(0, size - ANSWER_BYTES_MAX)
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - start), position: start })
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n')
    // What stands before the first line feed may be the end of a line.
    return lines
      .slice(start > 0 ? 1 : 0)
      .filter((line) => line !== '')
      .slice(-limit)
  } finally {
    await handle.close()
  }
}
