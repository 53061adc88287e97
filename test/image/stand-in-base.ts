import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * An image with Node and the libraries that it links, taken from this machine: it stands for the official one, so that
 * nothing has to be pulled. Returns its name; an engine that has it already keeps it.
 */
export function makeStandInBase(node: string): string {
  const name = `stevedore-base:${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`
  if (spawnSync('docker', ['image', 'inspect', name]).status === 0) return name
  const tree = mkdtempSync(join(tmpdir(), 'stevedore-base-'))
  try {
    for (const folder of ['tmp', 'app', 'usr/local/bin']) mkdirSync(join(tree, folder), { recursive: true })
    copyFileSync(node, join(tree, 'usr/local/bin/node'))
    for (const library of librariesOf(node)) {
      mkdirSync(join(tree, dirname(library)), { recursive: true })
      copyFileSync(library, join(tree, library))
    }
    const tar = execFileSync('tar', ['--create', '--directory', tree, '.'], { maxBuffer: 1024 ** 3 })
    execFileSync('docker', ['import', '--change', 'ENV PATH=/usr/local/bin:/usr/bin:/bin', '-', name], {
      input: tar,
    })
    return name
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}

/** Absolute paths, the loader's own among them. */
function librariesOf(program: string): string[] {
  const table = execFileSync('ldd', [program], { encoding: 'utf8' })
  return [...table.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path)
}
