import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import type { Dataset } from '../../shared/dataset/dataset.ts'
import { outputName } from '../../shared/dataset/output-name.ts'
import type { LoadItem } from '../../shared/load/ledger.ts'
import type { Clock } from '../../shared/platform/clock.ts'
import { EXIT_CODES, type ExitCode } from '../../shared/worker/exit-codes.ts'
import { type Connection, connect } from '../stack/connect.ts'
import { exitCodeOfStatus } from '../stack/exit-code-of-status.ts'
import { followLoad } from '../stack/follow-load.ts'
import { outputOf } from '../stack/output-of.ts'
import { showCommand } from '../stack/person-commands.ts'
import { printEnd } from '../stack/print-end.ts'
import { printStep } from '../stack/print-step.ts'
import { readRejects } from '../stack/read-rejects.ts'
import { createProgress, type Screen } from '../terminal/progress.ts'
import { chooseKey } from './choose-key.ts'
import type { LoadArguments } from './parse-arguments.ts'
import { uploadFile } from './upload-file.ts'

export interface UploadRequest {
  readonly options: LoadArguments
  readonly dataset: Dataset
  readonly bytes: number
  readonly screen: Screen
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Uploads a file to the landing bucket and tells how its load goes, to its end. */
export async function uploadAndFollow(request: UploadRequest): Promise<ExitCode> {
  const key = chooseKey(request.dataset, request.options.file, request.options.key)
  const connection = await connect(request.options.stage, request.env)
  try {
    const bucket = outputOf(connection, 'LandingBucketName')
    const object = `s3://${bucket}/${key}`
    const table = outputOf(connection, `${outputName(request.dataset.name)}TableName`)
    const version = await upload(request, connection, bucket, key)
    request.screen.print(`uploaded as ${object}, version ${version}`)
    const item = await follow(request, connection, { object, version })
    return await tellEnd(request, connection, item, table)
  } finally {
    connection.close()
  }
}

async function upload(
  { options, bytes, screen, signal }: UploadRequest,
  { s3 }: Connection,
  bucket: string,
  key: string,
): Promise<string> {
  const progress = createProgress(screen, 'uploading', bytes)
  try {
    const onProgress = (done: number) => progress.update(done, '')
    return await uploadFile({ s3, bucket, key, file: options.file, bytes, signal, onProgress })
  } finally {
    progress.stop()
  }
}

async function follow(
  { options, dataset, screen, clock, signal, bytes }: UploadRequest,
  connection: Connection,
  id: { readonly object: string; readonly version: string },
): Promise<LoadItem> {
  const table = outputOf(connection, 'LedgerTableName')
  const ledger = createDynamoLedger({ client: connection.dynamodb, table })
  const waitsForHour = dataset.when === 'hourly'
  const onStep = printStep(screen.print, bytes)
  try {
    return await followLoad({ ledger, id, waitsForHour, clock, signal, onStep })
  } catch (error) {
    screen.print(`The load goes on without you. How it goes: ${showCommand(id, options.stage)} --follow`)
    throw error
  }
}

async function tellEnd(
  { screen, dataset }: UploadRequest,
  connection: Connection,
  item: LoadItem,
  table: string,
): Promise<ExitCode> {
  if (item.status === 'queued') {
    screen.print(
      `queued: files of dataset ${dataset.name} wait for the hour (when: hourly). Nothing is left to do here`,
    )
    return EXIT_CODES.done
  }
  const resultsBucket = outputOf(connection, 'ResultsBucketName')
  const rejects = item.rejectsKey
    ? await readRejects(connection.s3, resultsBucket, item.rejectsKey)
    : undefined
  printEnd(screen.print, item, { groups: rejects?.groups ?? [], table, resultsBucket })
  if (rejects?.isWhole === false)
    screen.print('The reject file is long: the reasons above are those of its beginning')
  return exitCodeOfStatus(item.status)
}
