import { execFile } from 'node:child_process'

/** What the client says around its reason: warnings, the steps of a build, where to read on. */
const BESIDE_THE_POINT =
  /^(?:WARNING|DEPRECATED|Sending build context|Step \d+\/\d+ |#\d+ | ---> |See 'docker |\s+Install the buildx|\s+https:)/
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024

/** Runs a command of the Docker client; resolves to what it said, without the line's end. Rejects with its reason. */
export function docker(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('docker', args, { maxBuffer: OUTPUT_BYTES_MAX }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout.trimEnd())
      reject(new Error(words(error, stderr), { cause: error }))
    })
  })
}

function words(error: NodeJS.ErrnoException | Error, stderr: string): string {
  if ('code' in error && error.code === 'ENOENT') return 'there is no program docker on the PATH'
  const said = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !BESIDE_THE_POINT.test(line))
    .map((line) => line.replace(/^(?:Error response from daemon|ERROR): /, ''))
  return said.length > 0 ? said.join(' ') : error.message
}
