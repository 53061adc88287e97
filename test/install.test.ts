import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'

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

const WAIT = { timeout: 10_000, interval: 20 }

// Stands for npm: it is at work until the file `go` is there.
const NPM = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
appendFileSync('begun', 'x')
while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 20))
mkdirSync('node_modules', { recursive: true })
writeFileSync('node_modules/.package-lock.json', '{}')
`

function freshClone() {
  const folder = mkdtempSync(join(tmpdir(), 'install-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  copyFileSync('install.mjs', join(folder, 'install.mjs'))
  writeFileSync(join(folder, 'package-lock.json'), '{}')
  writeFileSync(join(folder, 'npm.mjs'), NPM)
  const install = () => {
    const child = spawn(process.execPath, ['install.mjs'], {
      cwd: folder,
      env: { ...process.env, npm_execpath: 'npm.mjs' },
    })
    let said = ''
    child.stderr.on('data', (text) => {
      said += text
    })
    return { said: () => said, ended: new Promise((resolve) => child.once('exit', resolve)) }
  }
  const begun = () => readFileSync(join(folder, 'begun'), 'utf8').length
  return { folder, install, begun, go: () => writeFileSync(join(folder, 'go'), '') }
}

test('of two commands in a fresh clone one installs, and the other waits for it', async () => {
  const { folder, install, begun, go } = freshClone()
  const first = install()
  await vi.waitFor(() => expect(first.said()).toContain('Installing'), WAIT)
  const second = install()
  await vi.waitFor(() => expect(second.said()).toContain('Another command installs'), WAIT)
  go()
  expect([await first.ended, await second.ended]).toEqual([0, 0])
  expect(begun()).toBe(1)
  expect(existsSync(join(folder, '.installing'))).toBe(false)
})

test('an install that was killed holds nobody up', async () => {
  const { folder, install, begun, go } = freshClone()
  const gone = spawn(process.execPath, ['--version'])
  await new Promise((resolve) => gone.once('exit', resolve))
  writeFileSync(join(folder, '.installing'), String(gone.pid))
  go()
  expect(await install().ended).toBe(0)
  expect(begun()).toBe(1)
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
