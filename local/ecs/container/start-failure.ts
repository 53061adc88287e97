/** What a process that did not start becomes, in ECS's words: `CannotStartContainerError: …`. */
export function startFailure(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(`CannotStartContainerError: ${String(error)}`)
  const program = 'path' in error ? String(error.path) : 'the command'
  const missing = 'code' in error && error.code === 'ENOENT'
  return new Error(
    `CannotStartContainerError: exec: "${program}": ${missing ? 'executable file not found in $PATH' : error.message}`,
    { cause: error },
  )
}
