/** Options of npm itself, which a person's own .npmrc may set for every command. */
const OF_NPM: ReadonlySet<string> = new Set(['all', 'dry-run', 'json', 'key', 'version', 'yes'])

/**
 * A fault for the options that npm kept: without `--` before them it takes them for its own, says so in a warning at
 * most, and the command would do something else, such as act on another stage.
 */
export function faultsOfSwallowedOptions(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const swallowed = names.filter(
    (name) => !OF_NPM.has(name) && env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined,
  )
  if (swallowed.length === 0) return []
  const options = swallowed.map((name) => `--${name}`).join(', ')
  return [`npm kept ${options} for itself: put -- before all that is for the command, as in the line below.`]
}
