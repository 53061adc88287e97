import { docker } from './docker.ts'

/** Removes all containers that have a label, running or not. */
export async function sweepContainers(label: string): Promise<void> {
  const ids = await docker('ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${label}`)
  if (ids !== '') await docker('rm', '--force', '--volumes', ...ids.split('\n'))
}
