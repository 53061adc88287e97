import { EXIT_CODES } from '../../shared/worker/exit-codes.ts'
import { connect } from '../stack/connect.ts'
import { outputOf } from '../stack/output-of.ts'
import { logsCommand } from '../stack/person-commands.ts'
import type { CommandContext } from '../terminal/run-command.ts'
import type { AuditArguments } from './parse-arguments.ts'
import { LATEST_PAGE, readReport } from './read-report.ts'
import { reportLines } from './report-lines.ts'
import { followTask, startTask } from './run-task.ts'

/** Runs the audit now, and tells what it tells. Ends with the task's own exit code. */
export async function auditAndTell(
  { stage, lostAfterMs }: AuditArguments,
  { env, clock, screen, signal }: CommandContext,
): Promise<number> {
  const connection = await connect(stage, env)
  try {
    const changes =
      lostAfterMs === undefined
        ? []
        : [{ name: 'LOST_AFTER_SECONDS', value: String(Math.round(lostAfterMs / 1000)) }]
    const taskArn = await startTask(connection, changes)
    const id = taskArn.split('/').at(-1)
    screen.print(`The audit is started, as task ${id}`)
    const onStatus = (status: string) => screen.print(`the task is ${status}`)
    const task = await followTask(connection, taskArn, { clock, signal, onStatus }).catch(
      (error: unknown) => {
        screen.print(`The audit goes on without you. How it ends: ${logsCommand('audit', stage)}`)
        throw error
      },
    )
    const results = outputOf(connection, 'ResultsBucketName')
    const report = await readReport(connection.s3, results)
    if (report?.run.taskArn === taskArn) {
      for (const line of reportLines(report)) screen.print(line)
      screen.print(`\nThe report as a page: s3://${results}/${LATEST_PAGE}`)
    }
    // AWS may put others beside it.
    const code = task.containers?.find(({ name }) => name === 'audit')?.exitCode
    if (report?.run.taskArn !== taskArn || code === undefined || code !== EXIT_CODES.done)
      screen.print(whyWithoutReport(code, task.stoppedReason, report?.run.taskArn === taskArn))
    return code ?? EXIT_CODES.unavailable
  } finally {
    connection.close()
  }
}

function whyWithoutReport(code: number | undefined, reason: string | undefined, isTold: boolean): string {
  if (code === EXIT_CODES.done && !isTold)
    return 'Another run of the audit was at work: this one ended with nothing done. Its report comes to the same place'
  if (code === EXIT_CODES.tryAgain) return 'It came to its deadline: the next run goes on'
  if (code === EXIT_CODES.bug) return 'Something ended on a fault of our own: the log of the task says what'
  return `The task ended with ${code ?? 'no exit code'}: ${reason ?? 'its log says why'}`
}
