import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { unzipSync } from 'fflate'
import type { FunctionCode } from './function-settings.ts'

const FOLDER_HASH_DIGITS = 16

/** Unpacks a function's bundle below `folder`, into a folder named after its content; one that is there stays. */
export function unpackCode(bundle: Buffer, folder: string): FunctionCode {
  const digest = createHash('sha256').update(bundle).digest()
  const target = join(folder, digest.toString('hex').slice(0, FOLDER_HASH_DIGITS))
  const code = { folder: target, sha256: digest.toString('base64'), bytes: bundle.length }
  if (existsSync(target)) return code
  // Renamed into place at the end: a folder that was half written is never taken for the bundle.
  const partial = `${target}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  for (const [name, content] of Object.entries(unzipSync(bundle))) {
    const file = resolve(partial, name)
    if (!file.startsWith(partial + sep)) {
      throw new Error(`The bundle has a file outside of its folder: ${JSON.stringify(name)}.`)
    }
    if (name.endsWith('/')) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  renameSync(partial, target)
  return code
}
