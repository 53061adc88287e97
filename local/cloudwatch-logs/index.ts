import type { Plugin } from '../plugin.ts'
import { createJsonApi } from '../protocol/aws-json.ts'
import type { Site } from '../site.ts'
import { describeLogStreams } from './actions/describe-log-streams.ts'
import { filterLogEvents } from './actions/filter-log-events.ts'
import { getLogEvents } from './actions/get-log-events.ts'

/** CloudWatch Logs, over the files that tasks and functions write. */
export function createCloudwatchLogs(site: Site): Plugin {
  return {
    scopes: ['logs'],
    resources: [],
    handle: createJsonApi('CloudWatch Logs', [
      describeLogStreams(site),
      filterLogEvents(site),
      getLogEvents(site),
    ]),
    close: async () => {},
  }
}
