import type { LoadId } from '../../shared/load/ledger.ts'
import { shellWord } from '../terminal/shell-word.ts'

/** The command that loads a version again, for a person to copy. */
export function reloadCommand({ object, version }: LoadId, stage: string): string {
  return `npm run reload -- ${shellWord(object)} ${versionOption(version)}${stageOption(stage)}`
}

export function showCommand({ object, version }: LoadId, stage: string): string {
  return `npm run loads -- show ${shellWord(object)} ${versionOption(version)}${stageOption(stage)}`
}

/** `act` on the messages of this object in the dead-letter queues. */
export function dlqCommand(act: 'redrive' | 'drop', { object }: LoadId, stage: string): string {
  return `npm run dlq -- ${act} --object ${shellWord(object)}${stageOption(stage)}`
}

export function logsCommand(act: string, stage: string): string {
  return `npm run logs -- ${act} --follow${stageOption(stage)}`
}

/** A version id may begin like an option. */
function versionOption(version: string): string {
  return `--version${version.startsWith('-') ? '=' : ' '}${shellWord(version)}`
}

function stageOption(stage: string): string {
  return stage === 'local' ? '' : ` --stage ${shellWord(stage)}`
}
