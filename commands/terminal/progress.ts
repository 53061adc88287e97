import { SingleBar } from 'cli-progress'

/** Shows how far something has come: a bar where a person looks on, otherwise a line for each tenth. */
export interface Progress {
  /** Bytes done; the note stands behind the bar, for example a count of rows. */
  update(bytes: number, note: string): void
  /** Takes the bar away. Safe to call twice. */
  stop(): void
}

export interface Screen {
  readonly isTerminal: boolean
  /** Of the terminal, in characters; undefined where nobody looks on. */
  readonly columns?: number | undefined
  print(line: string): void
  /** For the bar, which draws over itself. */
  readonly stream: NodeJS.WritableStream
}

const LINE_EVERY_PERCENT = 10

export function createProgress(screen: Screen, act: string, bytes: number): Progress {
  return screen.isTerminal ? bar(screen, act, bytes) : lines(screen, act, bytes)
}

function bar({ stream }: Screen, act: string, bytes: number): Progress {
  const single = new SingleBar({
    format: `${act} {bar} {percentage} %  {note}`,
    stream,
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    gracefulExit: false,
    etaBuffer: 1,
  })
  single.start(Math.max(bytes, 1), 0, { note: '' })
  return {
    update: (done, note) => single.update(Math.min(done, bytes), { note }),
    stop: () => single.stop(),
  }
}

function lines({ print }: Screen, act: string, bytes: number): Progress {
  let told = 0
  return {
    update: (done, note) => {
      const percent = bytes === 0 ? 100 : Math.floor((done / bytes) * 100)
      if (percent < told + LINE_EVERY_PERCENT) return
      told = percent - (percent % LINE_EVERY_PERCENT)
      print(`${act} ${told} %${note ? `  ${note}` : ''}`)
    },
    stop: () => undefined,
  }
}
