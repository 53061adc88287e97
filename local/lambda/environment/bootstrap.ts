import process from 'node:process'
import { formatConsole } from './format-console.ts'
import { loadHandler } from './load-handler.ts'
import { type EnvironmentMessage, endMark, type FunctionError, type InvokeMessage } from './messages.ts'

/** The program of an execution environment: loads the handler, then answers one invocation after another. */
const variables = process.env as Readonly<Record<string, string>>
const tell = process.send?.bind(process) as (message: EnvironmentMessage, sent?: () => void) => void
let current = ''
// As Lambda's own runtime exits.
const EXIT_CODE_UNCAUGHT = 129

// The channel closes when the runtime ends, however it ends; nothing may be left behind.
process.on('disconnect', () => process.exit())
process.on('uncaughtException', (error) => end('Runtime.UnhandledException', error))
process.on('unhandledRejection', (reason) => end('Runtime.UnhandledPromiseRejection', reason))
formatConsole(() => current)

try {
  const handler = await loadHandler(variables.LAMBDA_TASK_ROOT as string, variables._HANDLER as string)
  process.on('message', (message: InvokeMessage) => void invoke(handler, message))
  tell({ kind: 'ready' })
} catch (error) {
  tell({ kind: 'unusable', error: described(error) })
}

async function invoke(
  handler: (event: unknown, context: unknown) => unknown,
  message: InvokeMessage,
): Promise<void> {
  current = message.requestId
  try {
    const answer = await handler(JSON.parse(message.payload), contextOf(message))
    const payload = JSON.stringify(answer) ?? 'null'
    settle({ kind: 'answered', payload, memoryMegabytes: memoryUsed() })
  } catch (error) {
    const told = described(error)
    process.stderr.write(logged('Invoke Error', told))
    settle({ kind: 'failed', error: told, memoryMegabytes: memoryUsed() })
  }
}

function settle(message: EnvironmentMessage): void {
  process.stdout.write(`${endMark(current)}\n`)
  process.stderr.write(`${endMark(current)}\n`)
  current = ''
  tell(message)
}

/** An error that nobody caught ends the environment, as it does in Lambda. */
function end(errorType: string, reason: unknown): void {
  const error = { ...described(reason), errorType }
  process.stderr.write(
    logged(
      errorType === 'Runtime.UnhandledException' ? 'Uncaught Exception' : 'Unhandled Promise Rejection',
      error,
    ),
  )
  tell({ kind: 'failed', error, memoryMegabytes: memoryUsed() }, () => process.exit(EXIT_CODE_UNCAUGHT))
}

function contextOf({ requestId, deadline, invokedFunctionArn }: InvokeMessage) {
  return {
    awsRequestId: requestId,
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: variables.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn,
    memoryLimitInMB: variables.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: variables.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: variables.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
}

function described(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
}

function logged(title: string, error: FunctionError): string {
  return `${new Date().toISOString()}\t${current}\tERROR\t${title} \t${JSON.stringify(error)}\n`
}

function memoryUsed(): number {
  return Math.ceil(process.resourceUsage().maxRSS / 1024)
}
