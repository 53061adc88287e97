import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface DockerCall {
  readonly args: readonly string[]
  readonly input: string
  readonly config: string | undefined
  readonly buildkit: string | undefined
}

/** What the program does for a command instead of ending with 0. */
export type Behaviour = Record<string, { exit?: number; says?: string; hangs?: boolean }>

/** A program `docker` in this folder, which notes its calls; `path` has it first. */
export function fakeDocker(folder: string, behaviour: Behaviour = {}) {
  const log = join(folder, 'calls')
  const program = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs')
const args = process.argv.slice(2)
const at = args[0] === '--config' ? 2 : 0
const input = readFileSync(0, 'utf8')
const config = at ? readFileSync(args[1] + '/config.json', 'utf8') : undefined
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args: args.slice(at), folder: at ? args[1] : undefined, input, config, buildkit: process.env.DOCKER_BUILDKIT, pid: process.pid }) + '\\n')
const { exit = 0, says = '', hangs } = ${JSON.stringify(behaviour)}[args[at]] ?? {}
if (says) console.error(says)
if (hangs) setInterval(() => {}, 1000)
else process.exitCode = exit
`
  writeFileSync(join(folder, 'docker'), program, { mode: 0o755 })
  return {
    log,
    path: [folder, process.env.PATH].join(delimiter),
    calls: (): (DockerCall & { folder?: string; pid: number })[] =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [],
  }
}
