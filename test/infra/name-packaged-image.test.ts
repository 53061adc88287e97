import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const NamePackagedImage = createRequire(import.meta.url)('../../infra/name-packaged-image.cjs')

/** The image in the template, and the name beside the tree, after the package step. */
function packaged(Image: string, files: Readonly<Record<string, string>>) {
  const serviceDir = mkdtempSync(join(tmpdir(), 'image-name-'))
  onTestFinished(() => rmSync(serviceDir, { recursive: true }))
  const folder = join(serviceDir, '.serverless')
  mkdirSync(join(folder, 'image'), { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'image', name), content)
  const container = { Image }
  const Resources = {
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [container] } },
    Queue: { Type: 'AWS::SQS::Queue' },
  }
  const provider = { compiledCloudFormationTemplate: { Resources } }
  const { hooks } = new NamePackagedImage({ serviceDir, service: { provider } })
  hooks['after:aws:package:finalize:mergeCustomProviderResources']()
  return { image: container.Image, name: readFileSync(join(folder, 'image-name'), 'utf8') }
}

const TREE = { 'a.mjs': 'one', 'b.mjs': 'two' }

test('the packaged image is named by what its tree holds', () => {
  const { image, name } = packaged('workers:packaged', TREE)
  expect(name).toMatch(/^[0-9a-f]{16}$/)
  expect(image).toBe(`workers:packaged-${name}`)
  expect(packaged('workers:packaged', { 'b.mjs': 'two', 'a.mjs': 'one' }).name).toBe(name)
})

test.each([
  ['another content', { ...TREE, 'b.mjs': 'three' }],
  ['another file name', { 'a.mjs': 'one', 'c.mjs': 'two' }],
  ['one file more', { ...TREE, 'c.mjs': '' }],
  ['one file that reads like two', { 'a.mjs': 'one"b.mjs" 0\ntwo' }],
])('%s is another name', (_what, files) => {
  expect(packaged('workers:packaged', files).name).not.toBe(packaged('workers:packaged', TREE).name)
})

test.each(['none', `account.dkr.ecr/workers@sha256:${'0'.repeat(64)}`])('%s stays as it is', (image) => {
  expect(packaged(image, TREE).image).toBe(image)
})
