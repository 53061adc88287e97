import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ECSClient } from '@aws-sdk/client-ecs'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { createEnterLoad } from '../../shared/audit/enter-load.ts'
import { createLoadHourly } from '../../shared/audit/load-hourly.ts'
import { createRepairLoad } from '../../shared/audit/repair-load.ts'
import { createRepairLog } from '../../shared/audit/repair-log.ts'
import { createRunAudit } from '../../shared/audit/run-audit.ts'
import { createTakeRun } from '../../shared/audit/take-run.ts'
import { createWalkBucket } from '../../shared/audit/walk-bucket.ts'
import { createWalkOpenLoads } from '../../shared/audit/walk-open-loads.ts'
import { LEDGER_REQUESTS, REPEATED_REQUESTS, RESULT_REQUESTS } from '../../shared/aws/client-settings.ts'
import { createDynamoAuditLedger } from '../../shared/aws/dynamo-audit-ledger.ts'
import { createDynamoAuditStates } from '../../shared/aws/dynamo-audit-states.ts'
import { createDynamoLaunchLedger } from '../../shared/aws/dynamo-launch-ledger.ts'
import { createDynamoLeases } from '../../shared/aws/dynamo-leases.ts'
import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import { createEcsAuditTasks } from '../../shared/aws/ecs-audit-tasks.ts'
import { createOldestMessage } from '../../shared/aws/oldest-message.ts'
import { createS3Reports } from '../../shared/aws/s3-reports.ts'
import { createS3VersionListing } from '../../shared/aws/s3-version-listing.ts'
import { createSqsRoute } from '../../shared/aws/sqs-route.ts'
import type { Dataset } from '../../shared/dataset/dataset.ts'
import { createHoldLease } from '../../shared/load/hold-lease.ts'
import type { LoadObject } from '../../shared/load/load-object.ts'
import { systemClock as clock } from '../../shared/platform/clock.ts'
import type { Log } from '../../shared/platform/log.ts'
import type { AuditEnv } from './environment.ts'

/** The audit on AWS. */
export function createAudit(options: {
  readonly env: AuditEnv
  readonly datasets: readonly Dataset[]
  readonly loadObject: LoadObject
  readonly taskArn: string | undefined
  readonly log: Log
}) {
  const { env, datasets, loadObject, taskArn, log } = options
  const database = { client: new DynamoDBClient(LEDGER_REQUESTS), table: env.LEDGER_TABLE }
  const sqs = new SQSClient(REPEATED_REQUESTS)
  const s3 = new S3Client(RESULT_REQUESTS)
  const oldest = createOldestMessage({ client: sqs, clock, log })
  const leases = createDynamoLeases(database)
  const auditLedger = createDynamoAuditLedger({ ...database, clock, log })
  const ledger = { ...createDynamoLedger(database), ...auditLedger }
  const listing = createS3VersionListing({ client: s3, bucket: env.LANDING_BUCKET })
  const routes = {
    loads: createSqsRoute({
      ...{ client: sqs, name: 'loads', oldest },
      queueUrl: env.LOADS_QUEUE_URL,
      deadLetterQueueUrl: env.DEAD_LETTER_QUEUE_URL,
    }),
    launches: createSqsRoute({
      ...{ client: sqs, name: 'launches', oldest },
      queueUrl: env.LAUNCHES_QUEUE_URL,
      deadLetterQueueUrl: env.LAUNCHES_DEAD_LETTER_QUEUE_URL,
    }),
    routeBytes: env.ROUTE_BYTES,
  }
  const repairs = createRepairLog()
  const shared = {
    ...{ ledger, leases, listing, routes, repairs, datasets, clock, log, taskArn },
    landingBucket: env.LANDING_BUCKET,
    lostAfterMs: env.LOST_AFTER_SECONDS * 1000,
  }
  return {
    takeRun: createTakeRun({ leases, holdLease: createHoldLease({ leases, clock, log }), clock }),
    runAudit: createRunAudit({
      ...shared,
      states: createDynamoAuditStates({ ...database, log }),
      reports: createS3Reports({ client: s3, bucket: env.RESULTS_BUCKET }),
      walkBucket: createWalkBucket({ ...shared, enterLoad: createEnterLoad(shared) }),
      walkOpenLoads: createWalkOpenLoads({
        ...shared,
        versions: listing,
        tasks: createEcsAuditTasks({ client: new ECSClient(REPEATED_REQUESTS), cluster: env.CLUSTER }),
        repairLoad: createRepairLoad({ ...shared, launches: createDynamoLaunchLedger(database) }),
      }),
      loadHourly: createLoadHourly({ ...shared, loadObject }),
    }),
  }
}
