import { createRequire } from 'node:module'
import { build, type Plugin } from 'esbuild'
import { expect, test } from 'vitest'

const plugins = createRequire(import.meta.url)('../../infra/shake-schemas.cjs') as Plugin[]

/** Head of an object alone, as the functions are bundled. */
async function bundle(using: Plugin[]): Promise<string> {
  const contents = `export { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    ...{ bundle: true, minify: true, format: 'cjs', platform: 'node', target: 'node24', write: false },
    mainFields: ['module', 'main'],
    plugins: using,
  })
  return outputFiles[0]?.text ?? ''
}

test('a function carries the schemas of its commands and of all errors, not those of every command', async () => {
  const shaken = await bundle(plugins)
  expect(shaken).toContain('HeadObject')
  expect(shaken).toContain('"NoSuchUpload"')
  expect(shaken).not.toContain('"BucketLifecycleConfiguration"')
  expect((await bundle([])).length - shaken.length).toBeGreaterThan(40_000)
})
