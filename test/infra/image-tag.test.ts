import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOfTest } from './deploy/setup.ts'

const { imageTag } = createRequire(import.meta.url)('../../infra/deploy/image-tag.cjs')

function sources(files: Record<string, string> = { 'audit.mjs': 'audit()', 'datasets.json': '[]' }) {
  const folder = folderOfTest()
  mkdirSync(join(folder, 'image'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'image', name), content)
  writeFileSync(join(folder, 'Dockerfile'), 'FROM base')
  return {
    context: join(folder, 'image'),
    dockerfile: join(folder, 'Dockerfile'),
    architecture: 'arm64',
    baseImage: 'node:24-slim',
  }
}

test('the same sources have the same tag wherever they lie, and ECR takes it', () => {
  expect(imageTag(sources())).toBe(imageTag(sources()))
  expect(imageTag(sources())).toMatch(/^arm64-[0-9a-f]{40}$/)
})

test('whatever goes into the image changes the tag', () => {
  const otherDockerfile = sources()
  writeFileSync(otherDockerfile.dockerfile, 'FROM other')
  const tags = [
    sources(),
    { ...sources(), baseImage: 'node:24.11-slim' },
    { ...sources(), architecture: 'x86_64' },
    otherDockerfile,
    sources({ 'audit.mjs': 'audit(1)', 'datasets.json': '[]' }),
    sources({ 'audits.mjs': 'audit()', 'datasets.json': '[]' }),
    sources({ 'audit.mjs': 'audit()' }),
  ].map(imageTag)
  expect(new Set(tags).size).toBe(tags.length)
})
