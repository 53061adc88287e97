import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const PackageImage = require('../../infra/package-image.cjs')

/** The hook that the framework runs before it deploys, over a stack with this image. */
function beforeDeploy(image: string): () => Promise<void> {
  const task = { Properties: { ContainerDefinitions: [{ Image: image }] } }
  const serverless = {
    classes: { Error },
    service: { resources: { Resources: { LoadQueueTask: task } } },
  }
  return new PackageImage(serverless).hooks['before:deploy:deploy']
}

describe('a deploy', () => {
  test('without a worker image is refused, with the way to give one', async () => {
    await expect(beforeDeploy('none')()).rejects.toThrow(/No worker image.*--param="image=/)
  })

  test('with a worker image goes on', async () => {
    await expect(beforeDeploy('registry/stevedore@sha256:0')()).resolves.toBeUndefined()
  })
})
