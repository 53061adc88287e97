import { execFile } from 'node:child_process'

const OUTPUT_BYTES_MAX = 16 * 1024 * 1024

/** A command that Docker refused; the message is its own. */
export class DockerError extends Error {}

/** Runs a command of the Docker client; resolves to what it said, without the line's end. Rejects with a DockerError. */
export function docker(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('docker', args, { maxBuffer: OUTPUT_BYTES_MAX }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout.trimEnd())
      reject(new DockerError(words(error, stderr), { cause: error }))
    })
  })
}

function words(error: NodeJS.ErrnoException | Error, stderr: string): string {
  if ('code' in error && error.code === 'ENOENT') return 'there is no program docker on the PATH'
  const said = stderr
    .replace(/^(?:WARNING|DEPRECATED): .*\n(?:\s+.*\n)*/gm, '')
    .replaceAll('Error response from daemon: ', '')
    .trim()
  return said || error.message
}
