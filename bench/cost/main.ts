import { costTables, networkTable } from './tables.ts'

// What docs/cost.md holds, and the table of docs/network.md.
process.stdout.write(`${[...costTables(), networkTable()].join('\n\n')}\n`)
