import { spawn } from 'node:child_process'
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inTurn } from './in-turn.ts'

const EXPLANATION_LINES_MAX = 40

/**
 * Runs `serverless package` and copies what it made to `target`, so that a later run, in the same checkout, does not
 * pull the files from under the tasks of this one. Two at once would write into the same folders: they take turns.
 * Rejects with the framework's own words where it fails.
 */
export async function packageApplication(options: {
  root: string
  target: string
  params: readonly string[]
  stage: string
  signal?: AbortSignal
}): Promise<void> {
  const log = join(dirname(options.target), 'package.log')
  mkdirSync(dirname(options.target), { recursive: true })
  await inTurn(join(options.root, '.local', 'packaging.lock'), options.signal, () => packageTo(options, log))
}

async function packageTo(options: Parameters<typeof packageApplication>[0], log: string): Promise<void> {
  const code = await runFramework(options, log)
  if (code !== 0) {
    throw new Error(
      `The package step failed:\n${explanation(readFileSync(log, 'utf8'))}\nAll it said is in ${log}.`,
    )
  }
  // Renamed into place at the end: a copy that was cut off is never taken for a package.
  const partial = `${options.target}.partial`
  rmSync(partial, { recursive: true, force: true })
  cpSync(join(options.root, '.serverless'), partial, { recursive: true })
  rmSync(options.target, { recursive: true, force: true })
  renameSync(partial, options.target)
}

function runFramework(
  options: { root: string; params: readonly string[]; stage: string; signal?: AbortSignal },
  log: string,
): Promise<number> {
  const manifest = createRequire(join(options.root, 'package.json')).resolve('serverless/package.json')
  const bin = join(
    dirname(manifest),
    (JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { serverless: string } }).bin.serverless,
  )
  const params = options.params.flatMap((param) => ['--param', param])
  const out = openSync(log, 'w')
  // The plug-in that bundles the functions leaves a folder for each of them where it makes its temporary files.
  const temp = mkdtempSync(join(tmpdir(), 'stevedore-package-'))
  const packaged = new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, [bin, 'package', '--stage', options.stage, ...params], {
      cwd: options.root,
      stdio: ['ignore', out, out],
      env: {
        ...process.env,
        TMPDIR: temp,
        TEMP: temp,
        TMP: temp,
        SLS_NOTIFICATIONS_MODE: 'off',
        FORCE_COLOR: '0',
      },
      // The framework takes its time over a mild signal, and would write into the folder of the next run.
      ...(options.signal ? { signal: options.signal, killSignal: 'SIGKILL' as const } : {}),
    })
    let failure: Error | undefined
    child.once('error', (error) => {
      failure = error
    })
    // The last event, after an error too: whoever is told of the end finds no process left.
    child.once('close', (code) => {
      closeSync(out)
      if (failure) reject(failure)
      else resolve(code ?? 1)
    })
  })
  return packaged.finally(() => rmSync(temp, { recursive: true, force: true }))
}

/** The framework's message, without its wrapping, the stack, and the environment that it prints around it. */
function explanation(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trimEnd().replace(/^.*Returned JS function errored with: /, ''))
    .filter(
      (line) =>
        line !== '' && !/^(\s+at |Environment:|Docs:|Error:$|Cannot resolve serverless.yml:)/.test(line),
    )
  return lines.slice(-EXPLANATION_LINES_MAX).join('\n')
}
