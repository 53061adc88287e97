'use strict'

const makeAlike = require('../make-alike.cjs')
const { createDocker } = require('./docker.cjs')
const { Fault } = require('./fault.cjs')
const { createImageRepository } = require('./image-repository.cjs')
const { imageTag } = require('./image-tag.cjs')

/**
 * Finds out whether the image is in the repository already, and where it is not, whether it can be built. `make` then
 * gives it as `<repository>@<digest>`.
 */
async function planWorkerImage(stage, { log, progress }) {
  const { build, signal } = stage
  const line = progress.get('worker-image')
  const repository = createImageRepository(stage)
  const docker = createDocker({
    signal,
    onLine: (text) => text.trim() && line.notice(`Worker image: ${text.trim()}`),
  })
  const tag = imageTag(build)
  const known = await repository.digestOf(tag)
  if (!known) await docker.requireEngine()

  async function make() {
    try {
      line.notice('Worker image: making the repository')
      const uri = await repository.ensure()
      const image = `${uri}@${known ?? (await buildAndPush(`${uri}:${tag}`))}`
      log.notice(`Worker image ${known ? 'unchanged' : 'pushed'}: ${image}`)
      return image
    } finally {
      line.remove()
    }
  }

  async function buildAndPush(image) {
    log.notice(`Building the worker image for ${build.architecture} on ${build.baseImage}`)
    makeAlike(build.context)
    await docker.build({ ...build, image })
    log.notice(`Pushing the worker image as ${image}`)
    try {
      await docker.push({ image, password: await repository.password() })
    } catch (error) {
      // Tags do not change: whoever pushed the same content meanwhile has done this work.
      if (!(error instanceof Fault && (await repository.digestOf(tag)))) throw error
    }
    const digest = await repository.digestOf(tag)
    if (!digest) throw new Fault(`ECR does not have the image ${image}, which was just pushed. Deploy again.`)
    return digest
  }

  return { make }
}

module.exports = { planWorkerImage }
