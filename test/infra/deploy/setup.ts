import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { type Answer, fakeAccount } from './fake-account.ts'
import { type Behaviour, fakeDocker } from './fake-docker.ts'
import { fakeService, type Given } from './fake-service.ts'

const CHANGES = ['CreateStack', 'UpdateStack', 'CreateChangeSet', 'ExecuteChangeSet', 'PutObject']

export function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-deploy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A service that is about to be deployed into an empty account, on a machine with docker. */
export function setup({
  behaviour = {},
  answers = {},
  ...given
}: Given & { behaviour?: Behaviour; answers?: Record<string, Answer> } = {}) {
  const folder = folderOfTest()
  const docker = fakeDocker(folder, behaviour)
  vi.stubEnv('PATH', docker.path)
  onTestFinished(() => void vi.unstubAllEnvs())
  const account = fakeAccount(docker.log)
  Object.assign(account.answers, answers)
  const service = fakeService(folder, given)
  const images = () =>
    Object.values(service.template.Resources).flatMap((resource) =>
      'ContainerDefinitions' in resource.Properties
        ? resource.Properties.ContainerDefinitions.map(({ Image }: { Image: string }) => Image)
        : [],
    )
  return {
    ...service,
    docker,
    account,
    images,
    commands: () => docker.calls().map(({ args }) => args[0]),
    changes: () => account.calls.map(([action]) => action).filter((action) => CHANGES.includes(action)),
  }
}
