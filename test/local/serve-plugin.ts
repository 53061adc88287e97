import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClock } from '../../local/clock.ts'
import { createLogs } from '../../local/logs.ts'
import type { Plugin } from '../../local/plugin.ts'
import type { Site } from '../../local/site.ts'

/** A site whose endpoint is a server of its own that hands every request to one plug-in. */
export async function servePlugin<P extends Plugin>(
  dataFolder: string,
  create: (site: Site) => P | Promise<P>,
) {
  const said: string[] = []
  let handle: Plugin['handle'] | undefined
  const failures: unknown[] = []
  const server = createServer((request, response) => {
    handle?.(request, response).catch((error) => {
      failures.push(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clock = createClock()
  const site: Site = {
    region: 'us-east-1',
    accountId: '000000000000',
    dataFolder,
    endpoint: () => endpoint,
    clock,
    fastClock: clock,
    logs: createLogs({ folder: dataFolder, print: (line) => said.push(line) }),
  }
  const plugin = await create(site)
  handle = plugin.handle
  return {
    plugin,
    site,
    endpoint,
    said,
    /** What `handle` threw: a gateway would answer 500. */
    failures,
    client: {
      endpoint,
      region: site.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    /** Makes a resource as a template would. */
    apply: async (type: string, properties: unknown, logicalId: string) => {
      const resource = plugin.resources.find((other) => other.type === type)
      if (!resource) throw new Error(`No ${type}`)
      return resource.apply({
        logicalId,
        stackName: 'test',
        properties: resource.properties.parse(properties),
        physicalName: () => `test-${logicalId}`,
      })
    },
    close: async () => {
      await plugin.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
