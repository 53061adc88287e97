import { stat } from 'node:fs/promises'
import { StevedoreError } from '../../shared/platform/error.ts'

/** Bytes of a file. Throws `config.invalid` where there is none to read. */
export async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new StevedoreError(
      'config.invalid',
      error.code === 'ENOENT' ? `There is no file ${file}` : `${file} cannot be read: ${error.message}`,
    )
  })
  if (found.isFile()) return found.size
  throw new StevedoreError('config.invalid', `${file} is no file. Name one file to load`)
}
