import { isAbsolute, relative } from 'node:path'
import process from 'node:process'

/** A path for the person at the screen: from the current folder where it lies below it, else absolute. */
export function shownPath(path: string): string {
  const below = relative(process.cwd(), path)
  return below === '..' || below.startsWith('../') || below.startsWith('..\\') || isAbsolute(below)
    ? path
    : below || '.'
}
