import { shownPath } from '../shown-path.ts'

const LINES_PER_SECOND_MAX = 10
const WINDOW_MS = 1000

export interface Screen {
  line(text: string): void
  /** Says what is still unsaid: how many lines were left out. */
  close(): void
}

/** Lets through so many lines a second, and says how many more are in `file`. */
export function createScreen(options: {
  file: string
  say: (text: string) => void
  now: () => number
}): Screen {
  let windowStart = Number.NEGATIVE_INFINITY
  let said = 0
  let leftOut = 0
  let timer: NodeJS.Timeout | undefined

  function endWindow(): void {
    clearTimeout(timer)
    timer = undefined
    if (leftOut > 0) options.say(`… ${leftOut} more lines in ${shownPath(options.file)}`)
    leftOut = 0
    said = 0
  }

  return {
    line(text) {
      const now = options.now()
      if (now - windowStart >= WINDOW_MS) {
        endWindow()
        windowStart = now
      }
      if (said < LINES_PER_SECOND_MAX) {
        said++
        options.say(text)
        return
      }
      leftOut++
      timer ??= setTimeout(endWindow, WINDOW_MS).unref()
    },
    close: endWindow,
  }
}
