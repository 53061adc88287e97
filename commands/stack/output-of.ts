import { StevedoreError } from '../../shared/platform/error.ts'
import type { Connection } from './connect.ts'

/** What the stack says under a name of its outputs. Throws `config.invalid` where it has none. */
export function outputOf(
  { outputs, stackName }: Pick<Connection, 'outputs' | 'stackName'>,
  name: string,
): string {
  const value = outputs[name]
  if (value) return value
  throw new StevedoreError(
    'config.invalid',
    `The stack ${stackName} has no output ${name}: it was deployed without this dataset, or by another release. Deploy it again (npm start, for the stage local)`,
  )
}
