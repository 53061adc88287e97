// Brings node_modules in line with package-lock.json, so that every npm script works right after `git clone`.
// Runs on whatever Node is on the PATH; the script after it then gets Node 24 from node_modules/.bin.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import process from 'node:process'

// npm writes this file last, so an install that was cut off is seen as none.
const installed = 'node_modules/.package-lock.json'
const isCurrent =
  existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs

if (!isCurrent) {
  console.error('Installing dependencies from package-lock.json (about a minute, once) …')
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const { status } = spawnSync(
    npm[0],
    [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    { stdio: ['ignore', 2, 2] },
  )
  if (status !== 0) {
    console.error('The install failed: npm says why above. Mend that, then run the same command again.')
    process.exit(status ?? 1)
  }
}
