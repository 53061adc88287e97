import { CLASS_WORDS } from './class-words.ts'
import { consoleLinks, logStream } from './console-links.ts'
import { describeLoad, hasNoAttemptLeft } from './describe-load.ts'
import { exitCodeName } from './exit-code-name.ts'
import type { Explanation, StackNames, ToldLoad } from './explanation.ts'
import { mailSubject } from './mail-subject.ts'
import { printable, shownDuration, shownTime } from './printable.ts'
import { readableLogLine } from './readable-log-line.ts'
import { AUDIT, EXIT } from './stop-class.ts'
import type { Mail } from './topic.ts'

/** Ends the subject of a stop whose load does not go on by itself. */
export const NEEDS_PERSON = ' failed, needs you'
const LABEL_WIDTH = 11
/** A service's task has a few loads in hand; a mail that names more than these is read by nobody. */
const LOADS_MAX = 20

/** What a person reads of one stop: which files, why, what happens next by itself, and what there is to do. */
export function composeMail(explanation: Explanation, stack: StackNames, now: number): Mail {
  const { task, archiveKey } = explanation
  const log = { group: stack.logGroup, stream: logStream(task.act, task.taskArn) }
  const links = consoleLinks(task.taskArn, log)
  const lines = [
    headline(explanation, stack),
    '',
    ...causeLines(explanation),
    '',
    ...loadLines(explanation, stack, now),
    '',
    'What you should do',
    ...indented(adviceOf(explanation, stack)),
    '',
    ...logSection(explanation),
    'Where to look',
    label('task', links.task),
    label('log', links.log),
    label('', `group ${log.group}, stream ${log.stream}`),
    label('event', `s3://${stack.resultsBucket}/${archiveKey}`),
    label('', 'ECS itself forgets a stopped task after about an hour.'),
  ]
  return { subject: subjectOf(explanation, stack), text: `${lines.join('\n')}\n` }
}

/** Also a line of a digest. */
export function subjectOf({ task, cause, loads }: Explanation, stack: StackNames): string {
  const title = titleOf(cause)
  const [first, ...others] = loads
  if (!first) return mailSubject(`[${stack.name}] ${title}: `, task.act, '')
  // Several are those of a service's task, whose messages come back.
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return mailSubject(
    `[${stack.name}] ${title}: `,
    keyOf(first.object),
    `${more}${others.length === 0 ? subjectEnd(first) : ' go on by themselves'}`,
  )
}

function titleOf({ class: stop, exitCode }: Explanation['cause']): string {
  if (stop !== 'application' || exitCode === undefined) return CLASS_WORDS[stop].title
  return `Task ended with ${exitCode}`
}

function subjectEnd(load: ToldLoad): string {
  const { next } = load
  if (hasNoAttemptLeft(load)) return ' has no attempt left'
  switch (next.kind) {
    case 'launch':
    case 'message':
    case 'hour':
      return ' goes on by itself'
    case 'failed':
      return NEEDS_PERSON
    case 'ended':
      return next.status === 'failed' ? NEEDS_PERSON : ` is ${next.status}`
    case 'left':
    case 'nothing':
      return ''
  }
}

function headline({ task }: Explanation, stack: StackNames): string {
  const { act, stoppedAt, startedAt } = task
  const at = stoppedAt === undefined ? '' : ` at ${shownTime(stoppedAt)}`
  const ran =
    stoppedAt === undefined || startedAt === undefined
      ? ', before it ran'
      : `, after ${shownDuration(Date.parse(stoppedAt) - Date.parse(startedAt))}`
  return `A task ${printable(act)} of ${stack.name} stopped${at}${ran}.`
}

function causeLines({ task, cause }: Explanation): string[] {
  const memory = cause.class === 'out-of-memory' && task.memory ? ` (it had ${task.memory} MiB)` : ''
  return [
    label('why', `${CLASS_WORDS[cause.class].title}${memory}`),
    label(
      'exit code',
      cause.exitCode === undefined ? 'none' : `${cause.exitCode}: ${exitCodeName(cause.exitCode)}`,
    ),
    label('ECS says', printable([task.stopCode, cause.reason].filter(Boolean).join(': ') || 'nothing')),
  ]
}

function loadLines({ task, loads }: Explanation, stack: StackNames, now: number): string[] {
  if (loads.length === 0) return ['It had no file in hand.', ...nextRunLines(task.act, stack)]
  const left = loads.length - LOADS_MAX
  return [
    loads.length === 1 ? 'The file' : `The ${loads.length} files`,
    ...loads.slice(0, LOADS_MAX).flatMap((load) => indented(describeLoad(load, stack, now))),
    ...(left > 0 ? [`  and ${left} more`] : []),
    ...nextRunLines(task.act, stack),
  ]
}

function nextRunLines(act: string, { stage }: StackNames): string[] {
  if (act !== AUDIT) return []
  return [
    '',
    'What it left its next run does, when its schedule comes. To have it now:',
    `  npm run audit -- --stage ${stage}`,
  ]
}

function adviceOf({ cause, loads, task }: Explanation, stack: StackNames): string[] {
  const failed = loads.find(
    ({ next }) => next.kind === 'failed' || (next.kind === 'ended' && next.status === 'failed'),
  )
  if (failed) {
    const command = `npm run reload -- ${shellWord(failed.object)} --version ${shellWord(failed.version)} --stage ${stack.stage}`
    return [
      ...(cause.exitCode === EXIT.person ? [] : [CLASS_WORDS[cause.class].advice]),
      'Mend the cause that the error above names, then load the file again:',
      `  ${command}`,
    ]
  }
  if (cause.exitCode === EXIT.person) {
    const cause = 'Read in its log which variable, permission or dataset is meant, and deploy it right.'
    return [`${cause}${whoTries(task)}`]
  }
  return [CLASS_WORDS[cause.class].advice]
}

function whoTries({ launched, act }: Explanation['task']): string {
  if (launched) return ''
  const who = act === AUDIT ? 'Each run' : 'The service'
  return ` ${who} tries again until then.`
}

function logSection({ logLines, cause }: Explanation): string[] {
  if (logLines === undefined) return []
  const none = cause.exitCode === undefined ? 'none: it never ran' : 'none'
  const lines = logLines.flatMap((line) => readableLogLine(line) ?? [])
  return ['Its last log lines', ...indented(lines.length === 0 ? [none] : lines), '']
}

function keyOf(object: string): string {
  return object.replace(/^s3:\/\/[^/]+\//, '')
}

function label(name: string, text: string): string {
  return `  ${name.padEnd(LABEL_WIDTH)}${text}`
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}

/** One word of a command line, to be copied as it stands. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", `'\\''`)}'`
}
