import { createDynamoLeases } from '../../shared/aws/dynamo-leases.ts'
import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import { createS3Objects } from '../../shared/aws/s3-objects.ts'
import { isTerminal, type LoadItem } from '../../shared/load/ledger.ts'
import { EXIT_CODES, type ExitCode } from '../../shared/worker/exit-codes.ts'
import { type Connection, connect } from '../stack/connect.ts'
import { exitCodeOfStatus } from '../stack/exit-code-of-status.ts'
import { findLoad } from '../stack/find-load.ts'
import { followLoad } from '../stack/follow-load.ts'
import { addressOf } from '../stack/object-address.ts'
import { outputOf } from '../stack/output-of.ts'
import { printStep } from '../stack/print-step.ts'
import { readRejects } from '../stack/read-rejects.ts'
import type { CommandContext } from '../terminal/run-command.ts'
import { describeLoad } from './describe-load.ts'
import { jsonOfLoad } from './json-of-load.ts'
import type { ShowArguments } from './parse-arguments.ts'

/** Tells all that is known of one load; with `follow`, also its way to the end, and what is known then. */
export async function showLoad(options: ShowArguments, context: CommandContext): Promise<ExitCode> {
  const connection = await connect(options.stage, context.env)
  try {
    const item = await tell(options, context, connection)
    if (!options.follow || isTerminal(item.status)) return EXIT_CODES.done
    context.screen.print('')
    const ended = await follow(item, context, connection)
    await tell({ ...options, version: item.version }, context, connection)
    return exitCodeOfStatus(ended.status)
  } finally {
    connection.close()
  }
}

async function tell(
  { object, version, json, stage }: ShowArguments,
  { clock, screen }: CommandContext,
  connection: Connection,
): Promise<LoadItem> {
  const { s3, dynamodb: client } = connection
  const table = outputOf(connection, 'LedgerTableName')
  const resultsBucket = outputOf(connection, 'ResultsBucketName')
  const address = addressOf(object, outputOf(connection, 'LandingBucketName'))
  const ledger = createDynamoLedger({ client, table })
  const order = createS3Objects({ client: s3 })
  const [{ item, versions }, lease] = await Promise.all([
    findLoad({ ledger, order }, address, version),
    createDynamoLeases({ client, table }).read(address.name),
  ])
  const rejects = item.rejectsKey ? await readRejects(s3, resultsBucket, item.rejectsKey) : undefined
  const report = { item, versions, lease, rejects, resultsBucket, stage, now: clock.now() }
  for (const line of json ? [jsonOfLoad(report)] : describeLoad(report)) screen.print(line)
  return item
}

async function follow(
  item: LoadItem,
  { clock, signal, screen }: CommandContext,
  connection: Connection,
): Promise<LoadItem> {
  const table = outputOf(connection, 'LedgerTableName')
  return followLoad({
    ledger: createDynamoLedger({ client: connection.dynamodb, table }),
    id: item,
    // Whether it waits for the hour is not known here: then it is followed until somebody stops this.
    waitsForHour: false,
    clock,
    signal,
    onStep: printStep(screen.print, item.size ?? 0),
  })
}
