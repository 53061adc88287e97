import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Cluster } from '../cluster/clusters.ts'
import { describeCluster } from '../cluster/describe-cluster.ts'
import type { Engine } from '../engine.ts'

export function describeClustersAction(engine: Engine) {
  return jsonAction({
    name: 'DescribeClusters',
    input: z.strictObject({
      clusters: z.array(z.string()).default(['default']),
      include: z
        .array(z.enum(['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS']))
        .optional(),
    }),
    run(input) {
      const found: Cluster[] = []
      const failures: { arn: string; reason: 'MISSING' }[] = []
      for (const id of input.clusters) {
        const cluster = engine.clusters.all().find(({ name, arn }) => name === id || arn === id)
        if (cluster) found.push(cluster)
        else failures.push({ arn: id, reason: 'MISSING' })
      }
      return { clusters: found.map((cluster) => describeCluster(engine, cluster)), failures }
    },
  })
}
