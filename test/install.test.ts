import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface Entry {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const lock = read('package-lock.json') as { packages: Readonly<Record<string, Entry>> }
const { scripts } = read('package.json') as { scripts: Readonly<Record<string, string>> }

// An install on one platform can drop the binaries of all others from the file, and `npm ci` then refuses it everywhere.
test('the lock file has every package that its packages ask for, for every platform', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((name) => !isLocked(path, name))
      .map((name) => `${name}, for ${path || 'this repository'}`),
  )
  expect(missing).toEqual([])
})

// A shell remembers where it found node: after the install it would go on with the one on the PATH, which may be too old.
test('no script runs node in the shell that ran the install', () => {
  const twice = Object.entries(scripts).filter(([, script]) => script.split('&& node ').length > 1)
  expect(twice).toEqual([])
})

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', name), 'utf8'))
}

/** As Node looks a package up: beside the one that asks, then in each folder above. */
function isLocked(path: string, name: string): boolean {
  if (lock.packages[path ? `${path}/node_modules/${name}` : `node_modules/${name}`]) return true
  if (path === '') return false
  return isLocked(path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1)), name)
}
