/** The reason of a task that failed to start, in ECS's words: `CannotStartContainerError: …`. */
export function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return `CannotStartContainerError: ${String(error)}`
  if (error.message.startsWith('CannotPullContainerError')) return error.message
  const program = 'path' in error ? String(error.path) : 'the command'
  const missing = 'code' in error && error.code === 'ENOENT'
  return `CannotStartContainerError: exec: "${program}": ${missing ? 'executable file not found in $PATH' : error.message}`
}
