// The Docker engine of this machine, by way of its command line.
'use strict'

const { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs')
const { homedir, tmpdir } = require('node:os')
const { join } = require('node:path')
const { Fault } = require('./fault.cjs')
const { runProgram } = require('./run-program.cjs')

const PLATFORMS = { arm64: 'linux/arm64', x86_64: 'linux/amd64' }

const GIVE_AN_IMAGE =
  'Nothing was changed. Install or start Docker, or give an image that is in a registry: --param "image=<repository>@sha256:<digest>".'

function createDocker({ signal, onLine, run = runProgram }) {
  return {
    /** Rejects with the way on where no engine answers. */
    async requireEngine() {
      try {
        await run('docker', ['version', '--format', '{{.Server.Version}}'], { signal })
      } catch (error) {
        if (error.name === 'AbortError') throw error
        const why = error.code === 'ENOENT' ? 'there is no program docker' : (error.words ?? error.message)
        throw new Fault(
          `The worker image cannot be built: no Docker engine answers (${why.trim()}). ${GIVE_AN_IMAGE}`,
        )
      }
    },

    async build({ image, architecture, baseImage, dockerfile, context }) {
      const { env, values } = await builder()
      const args = ['build', '--platform', PLATFORMS[architecture], '--file', dockerfile, '--tag', image]
      const given = [`BASE=${baseImage}`, ...values].flatMap((value) => ['--build-arg', value])
      await run('docker', [...args, ...given, context], { signal, onLine, env })
    },

    /** Logs in with a configuration of its own, so that the person's keeps no password and loses none. */
    async push({ image, password }) {
      const config = temporaryConfig()
      try {
        const registry = image.split('/')[0]
        const login = ['login', '--username', 'AWS', '--password-stdin', registry]
        await run('docker', ['--config', config, ...login], { signal, input: password })
        await run('docker', ['--config', config, 'push', image], { signal, onLine })
      } finally {
        rmSync(config, { recursive: true, force: true })
      }
    },
  }

  /** A client without buildx has the classic builder, and refuses to build where it is told to use the other. */
  async function builder() {
    try {
      await run('docker', ['buildx', 'version'], { signal })
    } catch (error) {
      if (error.name === 'AbortError') throw error
      const { DOCKER_BUILDKIT, ...env } = process.env
      return { env, values: [] }
    }
    // An attestation would make an index of the image, of which ECR keeps a part without a tag.
    const env = { ...process.env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' }
    return { env, values: ['SOURCE_DATE_EPOCH=0'] }
  }
}

/** Which engine is meant stays as it is: the context and where contexts are kept. */
function temporaryConfig() {
  const own = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker')
  const { currentContext } = readConfig(own)
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-docker-'))
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ currentContext }), { mode: 0o600 })
  symlinkSync(join(own, 'contexts'), join(folder, 'contexts'))
  return folder
}

function readConfig(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw new Fault(`The configuration of docker in ${folder} cannot be read: ${error.message}`)
  }
}

module.exports = { createDocker }
