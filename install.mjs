// Brings node_modules in line with package-lock.json, so that every npm script works right after `git clone`.
// Runs on whatever Node is on the PATH; the script after it then gets Node 24 from node_modules/.bin.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

// npm writes this file last, so an install that was cut off is seen as none.
const installed = 'node_modules/.package-lock.json'
// Two installs at once take each other's files away. It holds the id of the process that installs.
const lock = '.installing'
const lookEveryMs = 250

if (!isCurrent()) await inTurn(install)

function isCurrent() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs
}

async function inTurn(act) {
  for (let said = false; !claim(); said = true) {
    if (!isHeld()) rmSync(lock, { force: true })
    else if (!said)
      console.error(
        `Another command installs the dependencies: waiting for it … (where none does, delete ${lock})`,
      )
    await sleep(lookEveryMs)
  }
  process.on('exit', () => rmSync(lock, { force: true }))
  if (!isCurrent()) act()
}

function claim() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Not by one that was killed. Where the file is gone by now, the next look tells. */
function isHeld() {
  try {
    return process.kill(Number(readFileSync(lock, 'utf8')), 0)
  } catch (error) {
    return error.code === 'EPERM' || error.code === 'ENOENT'
  }
}

function install() {
  console.error('Installing dependencies from package-lock.json (about a minute, once) …')
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const child = spawn(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 2],
  })
  // npm would go on for a while behind the prompt. What it leaves is no install, and the next one clears it away.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.on(signal, () => {
      child.kill('SIGKILL')
      console.error('The install was stopped: the same command begins it anew.')
      process.exit(code)
    })
  }
  child.once('error', fail)
  child.once('exit', (code) => code !== 0 && fail())
}

function fail(error) {
  console.error(
    `The install failed: ${error ? `npm does not start, ${error.message}` : 'npm says why above'}. Mend that, then run the same command again.`,
  )
  process.exit(1)
}
