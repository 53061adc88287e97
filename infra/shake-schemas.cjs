const { readFileSync } = require('node:fs')

const SCHEMAS = /[/\\](client-[a-z0-9-]+|nested-clients)[/\\]dist-es[/\\].*schemas_0\.js$/
const CLIENT_PACKAGE = /[/\\]@aws-sdk[/\\](client-[a-z0-9-]+|nested-clients)[/\\]package\.json$/
const NAMED_TEXT = /^const (_\w+) = ("[^"\\]*");$/gm
const COMPUTED_KEY = /\[(_\w+)\]:/g

/**
 * The SDK writes the schemas of a service into one module, with keys such as `[_hE]: 404`. A bundler cannot know that a
 * computed key does nothing else, and keeps the schemas of every command there is. Written as the texts that they are,
 * those of the commands in use are left: of client-s3 a fifth.
 */
const shakeSchemas = {
  name: 'shake-schemas',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, ({ path }) => ({
      contents: withPlainKeys(readFileSync(path, 'utf8')),
      loader: 'js',
    }))
  },
}

function withPlainKeys(source) {
  const texts = new Map(Array.from(source.matchAll(NAMED_TEXT), ([, name, text]) => [name, text]))
  return source.replace(COMPUTED_KEY, (key, name) => (texts.has(name) ? `${texts.get(name)}:` : key))
}

/** A client reads the version in its package.json, and nothing else of it. */
const keepVersions = {
  name: 'keep-versions',
  setup(build) {
    build.onLoad({ filter: CLIENT_PACKAGE }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}

module.exports = [shakeSchemas, keepVersions]
