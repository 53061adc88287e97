import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A program as a person runs it: what it says, and how it ends. */
function run(command: string, args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }) {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    ended,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    output: () => output,
    /** Resolves when the output matches, rejects when it ends before. */
    said: (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const check = () => pattern.test(output) && resolve()
        listeners.add(check)
        check()
        void ended.then((code) => reject(new Error(`It ended with ${code} and said:\n${output}`)))
      }),
  }
}

/** `npm start` of a checkout, without npm. */
export function start(folder: string, ...args: string[]) {
  return run(process.execPath, ['local/start.ts', ...args], { cwd: folder })
}

/** `npm run invoke` of a checkout, without npm. */
export function invoke(folder: string, endpoint: string, ...args: string[]) {
  return run(process.execPath, ['local/invoke.ts', ...args], {
    cwd: folder,
    env: { AWS_ENDPOINT_URL: endpoint },
  })
}

/** `npx serverless` of a checkout, without npx. */
export function serverless(folder: string, endpoint: string, ...args: string[]) {
  const framework = createRequire(import.meta.url).resolve('serverless/package.json')
  const bin = join(dirname(framework), 'bin', 'serverless.js')
  return run(process.execPath, [bin, ...args], {
    cwd: folder,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      SLS_NOTIFICATIONS_MODE: 'off',
      SLS_AWS_MONITORING_FREQUENCY: '100',
    },
  })
}

/** `npx serverless invoke local` of a checkout, without npx. */
export function invokeFunction(folder: string, endpoint: string, name: string, event: string) {
  return serverless(folder, endpoint, 'invoke', 'local', '-f', name, '-p', event)
}

/** `npm run load` of a checkout, without npm. */
export function load(folder: string, endpoint: string, ...args: string[]) {
  return command(folder, endpoint, 'load', ...args)
}

/** `npm run` of any of the commands of a checkout, without npm. */
export function command(folder: string, endpoint: string, name: string, ...args: string[]) {
  return run(process.execPath, [`commands/${name}/main.ts`, ...args], {
    cwd: folder,
    env: { AWS_ENDPOINT_URL: endpoint },
  })
}

/** The settings of a client for a runtime that has said `ready`. */
export function clientOf(output: string) {
  return {
    endpoint: /^ready (\S+)$/m.exec(output)?.[1] ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
}
