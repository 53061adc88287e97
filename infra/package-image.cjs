// A plug-in of the framework: lays out the file tree of the worker image under .serverless/image.
'use strict'

const { mkdirSync, readdirSync, rmSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const esbuild = require('esbuild')
const makeAlike = require('./make-alike.cjs')

class PackageImage {
  constructor(serverless) {
    this.serverless = serverless
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => this.layOut(),
    }
  }

  async layOut() {
    const root = this.serverless.serviceDir
    const image = join(root, '.serverless', 'image')
    rmSync(image, { recursive: true, force: true })
    mkdirSync(image, { recursive: true })

    const { compileDatasets } = await import('./compile-datasets.ts')
    writeFileSync(
      join(image, 'datasets.json'),
      JSON.stringify(compileDatasets(join(root, 'datasets')).compiled),
    )

    const workers = readdirSync(join(root, 'workers'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    )
    await esbuild.build({
      entryPoints: workers.map(({ name }) => ({ in: join(root, 'workers', name, 'main.ts'), out: name })),
      outdir: image,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
      minifySyntax: true,
      minifyWhitespace: true,
      sourcemap: 'linked',
      sourcesContent: false,
      // Some bundled packages are CommonJS and call require.
      banner: {
        js: "import { createRequire as _require } from 'node:module'; const require = _require(import.meta.url);",
      },
    })
    makeAlike(image)
  }
}

module.exports = PackageImage
