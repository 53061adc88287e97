import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_AGAIN_MS = 200

/**
 * Runs `act` while this process alone has the file `lock`, in which its id stands. A lock whose process is gone is
 * taken over. Rejects with the signal's reason when it is aborted before the turn came.
 */
export async function inTurn<T>(
  lock: string,
  signal: AbortSignal | undefined,
  act: () => Promise<T>,
): Promise<T> {
  mkdirSync(dirname(lock), { recursive: true })
  while (!took(lock)) await sleep(LOOK_AGAIN_MS, undefined, signal ? { signal } : {})
  try {
    return await act()
  } finally {
    rmSync(lock, { force: true })
  }
}

function took(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (!isHeld(lock)) rmSync(lock, { force: true })
    return false
  }
}

/** By a process that lives; an empty file is about to be written. */
function isHeld(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')) || process.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
