import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import { throwExplained } from '../../shared/aws/explain-error.ts'
import { createS3Objects } from '../../shared/aws/s3-objects.ts'
import type { LoadItem } from '../../shared/load/ledger.ts'
import type { LoadStatus } from '../../shared/load/outcome.ts'
import { EXIT_CODES, type ExitCode } from '../../shared/worker/exit-codes.ts'
import { type Connection, connect } from '../stack/connect.ts'
import { findLoad } from '../stack/find-load.ts'
import { addressOf } from '../stack/object-address.ts'
import { outputOf } from '../stack/output-of.ts'
import { dlqCommand, showCommand } from '../stack/person-commands.ts'
import { printable } from '../terminal/printable.ts'
import type { CommandContext } from '../terminal/run-command.ts'
import type { ReloadArguments } from './parse-arguments.ts'
import { type QueueName, reloadLoad } from './reload-load.ts'

/** Loads a version again, or tells why it is not. */
export async function reloadAndTell(
  { object, version, stage }: ReloadArguments,
  { env, clock, screen }: CommandContext,
): Promise<ExitCode> {
  const connection = await connect(stage, env)
  const say = (text: string) => screen.print(printable(text))
  try {
    const address = addressOf(object, outputOf(connection, 'LandingBucketName'))
    const table = outputOf(connection, 'LedgerTableName')
    const ledger = createDynamoLedger({ client: connection.dynamodb, table })
    const order = createS3Objects({ client: connection.s3 })
    const { item } = await findLoad({ ledger, order }, address, version)
    const routeBytes = () => Number(outputOf(connection, 'RouteBytes'))
    const send = (queue: QueueName, body: string) => sendTo(connection, queue, body)
    const result = await reloadLoad({ ledger, send, routeBytes, clock }, address, item)
    if (result.kind === 'refused') {
      say(
        `${nameOf(result.item)} is not loaded again: ${WHY_NOT[result.item.status] ?? `it is ${result.item.status} by now`}`,
      )
      return EXIT_CODES.person
    }
    say(
      `${nameOf(result.item)} ${item.status === 'failed' ? 'had' : 'was'} ${item.status}, and is queued again: its message is in the queue ${result.queue}`,
    )
    say(`How it goes: ${showCommand(item, stage)} --follow`)
    if (item.status === 'failed') say(`Its old message is of no more use: ${dlqCommand('drop', item, stage)}`)
    return EXIT_CODES.done
  } finally {
    connection.close()
  }
}

const WHY_NOT: Partial<Record<LoadStatus, string>> = {
  loading: 'it is loading, and its next attempt comes by itself',
  loaded: 'it is loaded. Upload the file again to load it again: that is a new version',
  superseded: 'a newer version of the key is loaded, and its rows stand',
  gone: 'the version was deleted. Upload the file again',
}

function nameOf({ object, version }: LoadItem): string {
  return `${object}, version ${version},`
}

async function sendTo(connection: Connection, queue: QueueName, body: string): Promise<void> {
  const QueueUrl = outputOf(connection, queue === 'loads' ? 'LoadsQueueUrl' : 'LaunchesQueueUrl')
  await connection.sqs
    .send(new SendMessageCommand({ QueueUrl, MessageBody: body }))
    .catch((error: unknown) => throwExplained(error, `SendMessage to ${QueueUrl}`))
}
