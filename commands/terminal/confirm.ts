import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { StevedoreError } from '../../shared/platform/error.ts'

/** Asks a person. Throws `config.invalid` where nobody can answer, with the option that answers instead. */
export async function confirm(question: string, instead: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new StevedoreError('config.invalid', `${question} Nobody is there to answer: say ${instead}`)
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal })
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}
