import { join } from 'node:path'
import process from 'node:process'
import { createClock } from './clock.ts'
import { claimDataFolder } from './data-folder.ts'
import { packageApplication } from './package-application.ts'
import { loadSamples } from './samples.ts'
import { shownPath } from './shown-path.ts'
import { type LocalStack, startLocalStack } from './stack.ts'
import { parseStartOptions, type StartOptions, USAGE } from './start-options.ts'

const STAGE = 'local'
const STACK_NAME = `stevedore-${STAGE}`
const REGION = process.env.AWS_REGION ?? 'us-east-1'
const SAMPLES_DEADLINE_MS = 120_000
const SAME_SIGNAL_MS = 1_000
const root = join(import.meta.dirname, '..')

const parsed = parseStartOptions(process.argv.slice(2), process.env)
if (parsed === 'help') print(USAGE)
else if ('faults' in parsed) fail(`${parsed.faults.join('\n')}\n\n${USAGE}`, 64)
else await start(parsed)

async function start(options: StartOptions): Promise<void> {
  const stop = new AbortController()
  let stack: LocalStack | undefined
  let release: (() => void) | undefined
  let stoppedAt = 0
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Some senders reach this process twice, by its group and by npm. A person asks again after a moment.
      if (stop.signal.aborted && Date.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(1)
      if (stop.signal.aborted) return
      stoppedAt = Date.now()
      print('stopping: tasks hand back what they have in hand (once more ends them at once) …')
      stop.abort()
    })
  }

  try {
    release = await claimDataFolder(options.dataFolder)
    stack = await startLocalStack({
      ...options,
      region: REGION,
      print,
      packageFolder: join(root, '.serverless'),
      ...(options.tasks === 'docker' ? { dockerfile: join(root, 'workers', 'Dockerfile') } : {}),
    })
    print(options.deploy ? await deploy(stack, options, stop.signal) : await bringBack(stack))
    await aborted(stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) fail(explain(error, options), 1)
  } finally {
    await stack?.close()
    release?.()
    // Whatever a library still holds open is not worth waiting for.
    process.exit()
  }
}

/** At once where it was aborted before, in the midst of a deploy for one. */
function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Packages, deploys and loads the samples; what to tell then. */
async function deploy(stack: LocalStack, options: StartOptions, signal: AbortSignal): Promise<string> {
  print('packaging the application …')
  const target = join(options.dataFolder, 'package')
  await packageApplication({ root, target, params: options.params, stage: STAGE, signal })
  print('starting what the template says …')
  const { outputs } = await stack.deploy(STACK_NAME, target)
  const { endpoint } = stack
  if (options.samples) {
    await loadSamples({
      root,
      endpoint,
      region: REGION,
      outputs,
      clock: createClock(),
      deadlineMs: SAMPLES_DEADLINE_MS,
      signal,
      print,
    })
  }
  return welcome(endpoint, outputs, options)
}

async function bringBack(stack: LocalStack): Promise<string> {
  const stacks = await stack.restore()
  const { endpoint } = stack
  return `ready ${endpoint}

  ${stacks.length === 0 ? 'No stack is here yet.' : `Here again: ${stacks.map(({ name }) => name).join(', ')}.`} In another terminal:
    ${settings(endpoint)}
    npx serverless deploy --stage ${STAGE}

  Ctrl-C stops everything; the data stays.`
}

function settings(endpoint: string): string {
  return `export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${REGION} AWS_DEFAULT_REGION=${REGION}
    export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`
}

function welcome(endpoint: string, outputs: Readonly<Record<string, string>>, options: StartOptions): string {
  const data = shownPath(options.dataFolder)
  return `ready ${endpoint}

  In another terminal:
    ${settings(endpoint)}
    aws s3 cp node_modules/vega-datasets/data/airports.csv s3://${outputs.LandingBucketName}/airports/mine.csv
    aws dynamodb get-item --table-name ${outputs.AirportsTableName ?? outputs.LedgerTableName} --key '{"iata":{"S":"SFO"}}'

  bucket   ${outputs.LandingBucketName}
  ledger   ${outputs.LedgerTableName}
  data     ${data}/
  logs     ${data}/logs/
  mails    ${data}/outbox/

  Ctrl-C stops everything; the data stays.`
}

function explain(error: unknown, options: StartOptions): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return `Port ${options.port} is in use: another program, or another npm start, listens there. Stop it, or take a free one with: npm start -- --port 0`
  }
  return message ?? String(error)
}

function fail(message: string, code: number): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = code
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
