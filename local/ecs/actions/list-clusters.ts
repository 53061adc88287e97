import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { page, paging } from './page.ts'

export function listClustersAction({ clusters }: Engine) {
  return jsonAction({
    name: 'ListClusters',
    input: z.strictObject(paging),
    run(input) {
      const { items, ...next } = page(clusters.all(), input)
      return { clusterArns: items.map(({ arn }) => arn), ...next }
    },
  })
}
