import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createClock } from '../../../../local/clock.ts'
import type { ContainerStart } from '../../../../local/ecs/container/container-host.ts'
import { createDockerHost } from '../../../../local/ecs/docker/docker-host.ts'
import { createLogs } from '../../../../local/logs.ts'
import type { Site } from '../../../../local/site.ts'

/** A runtime's folder, and a program `docker` that records its arguments and does what `script` says. */
function setup(script?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'docker-host-'))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  vi.stubEnv('PATH', bin)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })
  if (script !== undefined) {
    const program = join(bin, 'docker')
    writeFileSync(program, `#!/bin/sh\necho "$@" >> ${join(folder, 'calls')}\n${script}\n`)
    chmodSync(program, 0o755)
  }
  mkdirSync(join(folder, 'package', 'image'), { recursive: true })
  const state = { service: { custom: { settings: { baseImage: 'base:1' } } } }
  writeFileSync(join(folder, 'package', 'serverless-state.json'), JSON.stringify(state))
  const clock = createClock()
  const site: Site = {
    region: 'us-east-1',
    accountId: '000000000000',
    dataFolder: folder,
    endpoint: () => 'http://127.0.0.1:1',
    clock,
    fastClock: clock,
    logs: createLogs({ folder: join(folder, 'logs'), print: () => undefined }),
  }
  const calls = join(folder, 'calls')
  return {
    host: () =>
      createDockerHost(site, {
        dockerfile: '/project/workers/Dockerfile',
        imageFolder: () => join(folder, 'package', 'image'),
      }),
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []),
  }
}

const START: ContainerStart = {
  task: { id: 'abc', arn: 'arn:task', size: { cpu: 256, memory: 512 } } as ContainerStart['task'],
  definition: { name: 'work', image: 'workers:packaged', essential: true },
  image: 'sha256:1',
  environment: {},
  folder: '/none',
  output: { line: () => undefined, close: () => undefined },
}

test('without the program docker it says so, and how to do without', async () => {
  await expect(setup().host()).rejects.toThrow(
    'No Docker engine answers: there is no program docker on the PATH. Start one, or leave --tasks docker out',
  )
})

test('without an engine it says what the program says', async () => {
  await expect(setup('echo "ERROR: Cannot connect to the daemon" >&2; exit 1').host()).rejects.toThrow(
    'No Docker engine answers: Cannot connect to the daemon. Start one',
  )
})

test('an image is built once for a file tree, on the base of its package, and one by digest is taken as it is', async () => {
  const ground = setup('[ "$1" = build ] && echo sha256:built; exit 0')
  const host = await ground.host()
  expect(await Promise.all([host.pull('workers:packaged'), host.pull('workers:packaged')])).toEqual([
    'sha256:built',
    'sha256:built',
  ])
  expect(await host.pull('registry/workers@sha256:1')).toBe('registry/workers@sha256:1')
  const builds = ground.calls().filter((call) => call.startsWith('build'))
  expect(builds).toEqual([
    expect.stringMatching(/--file \/project\/workers\/Dockerfile .*BASE=base:1 .*image$/),
  ])
})

test('a build that fails is why the image cannot be pulled, and is tried again', async () => {
  const ground = setup(
    '[ "$1" = build ] && { echo "Step 1/8 : ARG BASE" >&2; echo "pull access denied for base" >&2; exit 1; }; exit 0',
  )
  const host = await ground.host()
  const reason = 'CannotPullContainerError: pull access denied for base'
  await expect(host.pull('workers:packaged')).rejects.toThrow(reason)
  await expect(host.pull('workers:packaged')).rejects.toThrow(reason)
  expect(ground.calls().filter((call) => call.startsWith('build'))).toHaveLength(2)
})

test('a container that does not start is removed, and says why in the words of ECS', async () => {
  const ground = setup(
    '[ "$1" = start ] && { echo "Error response from daemon: no such file" >&2; exit 1; }; exit 0',
  )
  const host = await ground.host()
  await expect(host.start(START)).rejects.toThrow('CannotStartContainerError: no such file')
  expect(ground.calls().at(-1)).toBe('rm --force --volumes stevedore-abc-work')
  await host.close()
})

test('what the runtime would not do for a container is refused by name', async () => {
  const host = await setup('exit 0').host()
  const mounted = { ...START, definition: { ...START.definition, mountPoints: [{ sourceVolume: 'v' }] } }
  await expect(host.start(mounted)).rejects.toThrow(
    'CannotCreateContainerError: mountPoints of container work: the local runtime mounts nothing.',
  )
})
