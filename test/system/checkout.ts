import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './variants.ts'

/** The files of this repository as they are now, in a folder of their own. */
export function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-own-'))
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  })
  for (const file of files.toString().split('\0').filter(Boolean)) {
    cpSync(join(root, file), join(folder, file), { recursive: dirname(file) !== file })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}
