// A process of its own, that a test can interrupt: a deploy over the fake account and the fake docker of its PATH.
import { fakeAccount } from './fake-account.ts'
import { fakeService } from './fake-service.ts'

const [dockerLog = '', folder = ''] = process.argv.slice(2)
fakeAccount(dockerLog)
await fakeService(folder).beforeDeploy()
