import type { TextWindow } from './text-window.ts'

export const LF = 0x0a
export const CR = 0x0d

export function isLineEnd(byte: number): boolean {
  return byte === LF || byte === CR
}

/** The index behind the line end at `index`; -1 where only the next byte of the text can tell. */
export function behindLineEnd(window: TextWindow, index: number): number {
  const next = index + 1
  if (window.buffer[index] === LF) return next
  if (next === window.limit) return window.ended ? next : -1
  return window.buffer[next] === LF ? next + 1 : next
}

/** Moves the window behind the end of the line that it stands in. False: the line goes on behind the window. */
export function skipLine(window: TextWindow): boolean {
  const { buffer, limit } = window
  let index = window.at
  while (index < limit && !isLineEnd(buffer[index] as number)) index += 1
  window.at = index
  if (index === limit) return window.ended
  const next = behindLineEnd(window, index)
  if (next < 0) return false
  window.at = next
  window.line += 1
  return true
}
