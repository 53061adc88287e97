import { createClock } from '../../../local/clock.ts'
import type { Site } from '../../../local/site.ts'

export const site: Site = {
  region: 'eu-west-1',
  accountId: '000000000000',
  dataFolder: '/nowhere',
  endpoint: () => 'http://127.0.0.1:1',
  clock: createClock(),
  fastClock: createClock(),
  logs: {
    open: () => ({ file: '', line: () => {}, close: () => {} }),
    say: () => {},
    close: async () => {},
  },
}
