import { execFileSync, spawnSync } from 'node:child_process'

/** Why tasks cannot be containers on this machine, or undefined where they can. */
export function engineFault(): string | undefined {
  if (process.platform !== 'linux') {
    return `containers reach the local runtime by the host's network, which takes Linux, and this is ${process.platform}`
  }
  const { error, status, stderr } = spawnSync('docker', ['version'], { encoding: 'utf8' })
  if (error) return `no Docker engine answers, since the program docker does not start (${error.message})`
  return status === 0 ? undefined : `no Docker engine answers (${stderr.trim()})`
}

/** A command of the Docker client; its output. Throws where it fails. */
export function docker(...args: string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8' }).trim()
}

/** Lines of a command's output that are not empty. */
export function lines(text: string): string[] {
  return text.split('\n').filter(Boolean)
}

/** Those that a runtime with this label has built. */
export function removeImages(label: string): void {
  const images = lines(docker('images', '--quiet', '--filter', `label=${label}`))
  if (images.length > 0) docker('image', 'rm', '--force', ...images)
}
