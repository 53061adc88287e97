import { costTables } from './tables.ts'

// What docs/cost.md holds.
process.stdout.write(`${costTables().join('\n\n')}\n`)
