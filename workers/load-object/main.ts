import { systemClock } from '../../shared/platform/clock.ts'
import { parseEnv } from '../../shared/platform/env.ts'
import { createLoader, loaderEnv } from '../../shared/worker/create-loader.ts'
import { loadDatasets } from '../../shared/worker/load-datasets.ts'
import { readTaskArn } from '../../shared/worker/read-task-arn.ts'
import { runWorker } from '../../shared/worker/run-worker.ts'
import { createLoadNamedObject } from './load-named-object.ts'
import { namedObject, objectEnv } from './named-object.ts'

await runWorker('load-object', async (worker) => {
  const { log, stopping } = worker
  const env = parseEnv(worker.env, { ...loaderEnv, ...objectEnv })
  const request = namedObject(env)
  const datasets = loadDatasets(env)
  const taskArn = await readTaskArn(worker.env, log)
  const loader = createLoader({ env, datasets, taskArn, log })
  return createLoadNamedObject({ loader, clock: systemClock, log })(request, stopping)
})
