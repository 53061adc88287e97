import { createCallCloudwatchLogs } from '../../shared/aws/call-cloudwatch-logs.ts'
import { EXIT_CODES } from '../../shared/worker/exit-codes.ts'
import { connect } from '../stack/connect.ts'
import type { CommandContext } from '../terminal/run-command.ts'
import { logPlace } from './log-places.ts'
import type { LogsArguments } from './parse-arguments.ts'
import { readLog } from './read-log.ts'
import { shownLine } from './shown-line.ts'

/** Prints what a task or a function has logged, and goes on where it is followed. */
export async function showLogs(
  { act, follow, sinceMs, object, json, stage }: LogsArguments,
  { env, clock, screen, signal }: CommandContext,
): Promise<number> {
  const connection = await connect(stage, env)
  try {
    const call = createCallCloudwatchLogs({
      client: connection.dynamodb,
      endpoint: connection.endpoint,
      clock,
    })
    let lines = 0
    await readLog(
      {
        ...logPlace(act, connection.stackName),
        startTime: Math.max(0, clock.now() - sinceMs), // CloudWatch Logs refuses times before 1970
        ...(object === undefined ? {} : { filterPattern: `"${object}"` }),
      },
      {
        ...{ call, clock, signal, follow },
        onEvent(event) {
          const line = json ? event.message.trimEnd() : shownLine(event)
          if (line === undefined) return
          lines++
          screen.print(line)
        },
      },
    )
    if (lines === 0 && !json)
      screen.print('No lines. Look further back with --since 6h, or wait with --follow.')
    return EXIT_CODES.done
  } finally {
    connection.close()
  }
}
