import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'

const PACKAGES = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-s3',
  '@aws-sdk/lib-dynamodb',
  'csv-parse',
  'zod',
]

/** Where and with what the figures were made. */
export interface Machine {
  readonly date: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  /** Processes that wanted a core in the minute before: what else the machine was doing. */
  readonly loadBefore: number
  readonly system: string
  readonly node: string
  readonly packages: Readonly<Record<string, string>>
}

export function describeMachine(root: string): Machine {
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    loadBefore: loadavg()[0] ?? 0,
    system: `${platform()} ${release()}`,
    node: process.version,
    packages: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(root, name)])),
  }
}

export function printMachine(machine: Machine): string {
  const { date, cpu, cores, memoryGb, loadBefore, system, node, packages } = machine
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`)
  return `${date} · ${cpu} · ${cores} cores · ${memoryGb} GB · ${system} · node ${node} · load before ${loadBefore.toFixed(1)}\n${versions.join(' · ')}\n`
}

function versionOf(root: string, name: string): string {
  const manifest = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
