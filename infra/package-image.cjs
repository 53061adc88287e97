// A plug-in of the framework: lays out the file tree of the worker image under .serverless/image, and keeps a stack
// without an image from being deployed.
'use strict'

const { chmodSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const esbuild = require('esbuild')

class PackageImage {
  constructor(serverless) {
    this.serverless = serverless
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => this.layOut(),
      'before:deploy:deploy': () => this.refuseWithoutImage(),
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

  async refuseWithoutImage() {
    const image =
      this.serverless.service.resources.Resources.LoadQueueTask.Properties.ContainerDefinitions[0].Image
    if (image !== 'none') return
    throw new this.serverless.classes.Error(
      'No worker image: the tasks have nothing to run. Build and push it (workers/Dockerfile), then deploy with --param="image=<repository>@sha256:<digest>".',
    )
  }
}

/** The same tree whoever packages it and when, which gives the same layer; and the user of the image can read it. */
function makeAlike(folder) {
  for (const name of readdirSync(folder)) {
    chmodSync(join(folder, name), 0o644)
    utimesSync(join(folder, name), 0, 0)
  }
  chmodSync(folder, 0o755)
  utimesSync(folder, 0, 0)
}

module.exports = PackageImage
