import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseStopMessage, type StoppedTask } from '../../../../shared/stop/stopped-task.ts'

const folder = join(import.meta.dirname, '../../../../events/explain-stop')

/** The body of the message in a file of events/explain-stop. */
export function stopBody(name: string): string {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).Records[0].body
}

/** The task of such an event, with some of its fields otherwise. */
export function stoppedTask(name: string, otherwise: Partial<StoppedTask> = {}): StoppedTask {
  const message = parseStopMessage(stopBody(name))
  if (message.kind !== 'stopped') throw new Error(`${name} is ${message.kind}`)
  return { ...message.task, ...otherwise }
}

export function eventNames(): string[] {
  return readdirSync(folder).map((file) => file.replace(/\.json$/, ''))
}
