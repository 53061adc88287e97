import { CLASS_WORDS } from './class-words.ts'
import { NEEDS_PERSON } from './compose-mail.ts'
import type { StackNames } from './explanation.ts'
import { mailSubject } from './mail-subject.ts'
import { printable, shownTime } from './printable.ts'
import type { StopClass } from './stop-class.ts'
import type { DigestEntry } from './stop-mails.ts'
import type { Mail } from './topic.ts'

/** Well within SNS's 256 KB. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const ENTRIES_MAX = 200

/** One mail for many stops. `window` is the ISO 8601 time of its minute. */
export function composeDigest(entries: readonly DigestEntry[], window: string, stack: StackNames): Mail {
  const asking = entries.filter(needsPerson)
  const named = [...asking, ...entries.filter((entry) => !needsPerson(entry))].slice(0, ENTRIES_MAX)
  const groups = byClass(entries)
  const most: StopClass = groups[0]?.[0] ?? 'unknown'
  const lines = [
    `Besides the stops that had a mail of their own, ${tasks(entries.length)} of ${stack.name} stopped in the minute from ${shownTime(window)}.`,
    ...(asking.length > 0
      ? [`The load of ${tasks(asking.length)} failed and needs you: see the first of the stops below.`]
      : []),
    `${asking.length > 0 ? 'The other' : 'Their'} loads go on as after any stop; each event is kept.`,
    '',
    ...groups.map(([stop, count]) => `  ${String(count).padStart(5)}  ${CLASS_WORDS[stop].title}`),
    '',
    ...groups
      .slice(0, 3)
      .flatMap(([stop]) => [`${CLASS_WORDS[stop].title}:`, `  ${CLASS_WORDS[stop].advice}`]),
    '',
    'The stops',
    ...named.map(
      ({ subject, taskArn }) =>
        `  ${printable(subject.replace(`[${stack.name}] `, ''))}  (task ${taskArn.split('/').at(-1)})`,
    ),
    ...(entries.length > ENTRIES_MAX ? [`  and ${entries.length - ENTRIES_MAX} more`] : []),
    '',
    'Where to look',
    `  events   s3://${stack.resultsBucket}/stops/`,
    `  loads    npm run loads -- --status loading,failed --stage ${stack.stage}`,
  ]
  const subject = mailSubject(
    `[${stack.name}] ${tasks(entries.length)} stopped${needs(asking.length)}, most: `,
    CLASS_WORDS[most].title,
    '',
  )
  return { subject, text: `${lines.join('\n')}\n` }
}

function needsPerson({ subject }: DigestEntry): boolean {
  return subject.endsWith(NEEDS_PERSON)
}

function needs(count: number): string {
  if (count === 0) return ''
  return count === 1 ? ', 1 needs you' : `, ${count} need you`
}

function tasks(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`
}

function byClass(entries: readonly DigestEntry[]): [StopClass, number][] {
  const counts = new Map<StopClass, number>()
  for (const { class: stop } of entries) counts.set(stop, (counts.get(stop) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one)
}
