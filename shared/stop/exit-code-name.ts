import { EXIT } from './stop-class.ts'

const NAMES: Readonly<Record<number, string>> = {
  [EXIT.done]: 'done',
  [EXIT.person]: 'needs a person: configuration, image and template disagree, or a permission is missing',
  [EXIT.badData]: 'bad data: the file is rejected, and the ledger says why',
  [EXIT.unavailable]: 'a dependency was unavailable',
  [EXIT.bug]: 'a bug',
  [EXIT.tryAgain]: 'try again: busy, or out of time',
  [EXIT.aborted]: 'SIGABRT: V8 ends so when its heap is full',
  [EXIT.killed]: 'SIGKILL',
  [EXIT.crashed]: 'SIGSEGV: the process crashed',
  [EXIT.handedBack]: 'SIGTERM: the work in hand was handed back',
}

/** An exit code in words, as the workers mean theirs. */
export function exitCodeName(exitCode: number): string {
  return NAMES[exitCode] ?? 'not one of ours: the program ended before it began, or in a way nobody foresaw'
}
