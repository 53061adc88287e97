import { randomUUID } from 'node:crypto'
import { parseEnv } from '../../shared/platform/env.ts'
import { createLoader } from '../../shared/worker/create-loader.ts'
import { EXIT_CODES } from '../../shared/worker/exit-codes.ts'
import { loadDatasets } from '../../shared/worker/load-datasets.ts'
import { readTaskArn } from '../../shared/worker/read-task-arn.ts'
import { runWorker } from '../../shared/worker/run-worker.ts'
import { createAudit } from './create-audit.ts'
import { auditEnv } from './environment.ts'
import { exitCodeOfRun } from './exit-code.ts'

await runWorker('audit', async ({ env: variables, log, stopping }) => {
  const env = parseEnv(variables, auditEnv)
  const datasets = loadDatasets(env)
  const taskArn = await readTaskArn(variables, log)
  const { loadObject } = createLoader({ env, datasets, taskArn, log })
  const { takeRun, runAudit } = createAudit({ env, datasets, loadObject, taskArn, log })
  const owner = randomUUID()
  const lease = await takeRun(owner, stopping)
  if (lease === 'busy') {
    log.info('Another run of the audit is at work and alive: this one ends, with nothing done')
    return EXIT_CODES.done
  }
  try {
    const runId = taskArn?.split('/').at(-1) ?? owner
    const deadlineMs = env.DEADLINE_SECONDS * 1000
    const end = await runAudit({ lease, runId, stack: env.STACK_NAME, taskArn, deadlineMs, stopping })
    return exitCodeOfRun(end)
  } finally {
    await lease.release()
  }
})
