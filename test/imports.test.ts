import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

// Who may import whom. Arrows point inwards: entries → adapters and hosts → concepts → platform.
const root = join(import.meta.dirname, '..')
const HOSTS = ['shared/aws', 'shared/lambda', 'shared/worker']

const rules: readonly {
  who: string
  files: (file: string) => boolean
  may: (target: string, file: string) => boolean
}[] = [
  {
    who: 'the platform imports nothing of ours but itself',
    files: within('shared/platform'),
    may: (target, file) => isOwn(target, file) || isZod(target) || isBuiltIn(target),
  },
  {
    who: 'a concept imports concepts and the platform, never an SDK, a host or an adapter',
    files: (file) => within('shared')(file) && !within(...HOSTS, 'shared/platform')(file),
    may: (target) =>
      (within('shared')(target) && !within(...HOSTS)(target)) ||
      isZod(target) ||
      target === 'yaml' ||
      isBuiltIn(target),
  },
  {
    who: 'adapters and hosts import shared alone',
    files: within(...HOSTS),
    may: (target) => within('shared')(target) || isPackage(target) || isBuiltIn(target),
  },
  {
    who: 'functions and workers import shared and their own folder',
    files: within('functions', 'workers'),
    may: (target, file) =>
      within('shared')(target) || isOwn(target, file) || isPackage(target) || isBuiltIn(target),
  },
  {
    who: 'commands import shared, their own folder, and what all of them need of the stack and the terminal',
    files: within('commands'),
    may: (target, file) =>
      within('shared', 'commands/stack', 'commands/terminal')(target) ||
      isOwn(target, file) ||
      isPackage(target) ||
      isBuiltIn(target),
  },
  {
    who: 'the local runtime imports itself alone',
    files: within('local'),
    may: (target) => within('local')(target) || isPackage(target) || isBuiltIn(target),
  },
  {
    who: 'the benchmark imports shared, itself, what packages the application, and what scales it, which it simulates',
    files: within('bench'),
    may: (target) =>
      within('shared', 'bench')(target) ||
      target === 'local/package-application.ts' ||
      target === 'local/site.ts' ||
      within('local/application-autoscaling', 'local/cloudwatch')(target) ||
      isPackage(target) ||
      isBuiltIn(target),
  },
  {
    who: 'nothing imports a function, a worker, a command or the local runtime',
    files: within('shared', 'infra'),
    may: (target) => !within('functions', 'workers', 'commands', 'local')(target),
  },
]

for (const { who, files, may } of rules) {
  test(who, () => {
    const broken = sources()
      .filter(files)
      .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
      .filter(({ file, target }) => !may(target, file))
    expect(broken).toEqual([])
  })
}

test('the rules look at every folder with code', () => {
  const folders = new Set(sources().map((file) => file.split('/')[0]))
  expect([...folders].sort()).toEqual([
    'bench',
    'commands',
    'functions',
    'infra',
    'local',
    'shared',
    'workers',
  ])
})

function sources(): string[] {
  return ['bench', 'commands', 'functions', 'infra', 'local', 'shared', 'workers'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mjs|cjs)$/.test(name))
      .map((name) => `${folder}/${name}`),
  )
}

/** Paths from the root for our own files, names for packages. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = text.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*['"]([^'"]+)['"]/g)
  return [...found].map(([, target = '']) =>
    target.startsWith('.') ? relative(root, join(root, dirname(file), target)) : target,
  )
}

function within(...folders: readonly string[]) {
  return (file: string) => folders.some((folder) => file.startsWith(`${folder}/`))
}

/** The same function, worker or shared folder: its first two names. */
function isOwn(target: string, file: string): boolean {
  return target.split('/').slice(0, 2).join('/') === file.split('/').slice(0, 2).join('/')
}

/** Also its parts, such as `zod/mini`. */
function isZod(target: string): boolean {
  return target === 'zod' || target.startsWith('zod/')
}

function isBuiltIn(target: string): boolean {
  return target.startsWith('node:')
}

function isPackage(target: string): boolean {
  return (
    !target.includes(':') &&
    !/^(bench|commands|functions|infra|local|shared|workers|test|datasets)\//.test(target)
  )
}
