import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { DIGEST, refusal, URI } from './deploy/fake-account.ts'
import { fakeDocker } from './deploy/fake-docker.ts'
import { fakeService } from './deploy/fake-service.ts'
import { folderOfTest, setup } from './deploy/setup.ts'

describe('a deploy without an image', () => {
  test('makes the repository, builds, pushes, and carries the image by digest', async () => {
    const { beforeDeploy, account, docker, images, templateFile, serviceDir } = setup()
    await beforeDeploy()

    expect(images()).toEqual([`${URI}@${DIGEST}`, `${URI}@${DIGEST}`])
    expect(readFileSync(templateFile, 'utf8')).toContain(DIGEST)
    const [, create] = account.calls.find(([action]) => action === 'CreateStack') ?? []
    expect(create).toMatchObject({ StackName: 'stevedore-prod-images', OnFailure: 'DELETE' })
    const { Images } = JSON.parse(String(create?.TemplateBody)).Resources
    expect(Images.Properties).toMatchObject({
      RepositoryName: 'stevedore-prod',
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
    })

    const [version, buildx, build, login, push] = docker.calls()
    const image = `${URI}:${push?.args[1]?.split(':')[1]}`
    expect(version?.args[0]).toBe('version')
    expect(buildx?.args).toEqual(['buildx', 'version'])
    expect(build?.args).toEqual([
      'build',
      ...['--platform', 'linux/arm64'],
      ...['--file', join(serviceDir, 'workers/Dockerfile')],
      ...['--tag', image],
      ...['--build-arg', 'BASE=node:24-slim'],
      ...['--build-arg', 'SOURCE_DATE_EPOCH=0'],
      join(serviceDir, '.serverless/image'),
    ])
    expect(login).toMatchObject({
      args: ['login', '--username', 'AWS', '--password-stdin', URI.split('/')[0]],
      input: 'secret',
    })
    expect(push?.args).toEqual(['push', image])
    expect(image).toMatch(/:arm64-[0-9a-f]{40}$/)
    expect(existsSync(push?.folder ?? '')).toBe(false)
  })

  test('builds nothing again while the sources are the same', async () => {
    const { beforeDeploy, docker } = setup()
    await beforeDeploy()
    const { length } = docker.calls()
    const again = fakeService(folderOfTest())
    await again.beforeDeploy()
    expect(docker.calls()).toHaveLength(length)
    expect(again.notices.join('\n')).toContain('Worker image unchanged')
  })

  test('builds for the architecture and on the base that are asked for', async () => {
    const { beforeDeploy, docker } = setup({ settings: { architecture: 'x86_64', baseImage: 'my/node:24' } })
    await beforeDeploy()
    const build = docker.calls().find(({ args }) => args[0] === 'build')
    expect(build?.args).toEqual(expect.arrayContaining(['linux/amd64', 'BASE=my/node:24']))
    expect(build?.args.join(' ')).toContain(':x86_64-')
  })

  test('leaves the classic builder where the client has no buildx', async () => {
    vi.stubEnv('DOCKER_BUILDKIT', '1')
    const { beforeDeploy, docker } = setup({ behaviour: { buildx: { exit: 1 } } })
    await beforeDeploy()
    const build = docker.calls().find(({ args }) => args[0] === 'build')
    expect(build).not.toHaveProperty('buildkit')
    expect(build?.args.join(' ')).not.toContain('SOURCE_DATE_EPOCH')
  })

  test('and without a Docker engine stops before anything is changed, and says how to give an image', async () => {
    const { beforeDeploy, changes, images } = setup({
      behaviour: { version: { exit: 1, says: 'Cannot connect to the Docker daemon' } },
    })
    await expect(beforeDeploy()).rejects.toThrow(
      /Cannot connect to the Docker daemon.*Nothing was changed.*--param "image=<repository>@sha256:<digest>"/,
    )
    expect(changes()).toEqual([])
    expect(images()).toEqual(['none', 'none'])
  })

  test('and without the program docker says that', async () => {
    const { beforeDeploy, changes } = setup()
    vi.stubEnv('PATH', '/nowhere')
    await expect(beforeDeploy()).rejects.toThrow(/there is no program docker/)
    expect(changes()).toEqual([])
  })

  test('tells what docker said where the build fails, and pushes nothing', async () => {
    const { beforeDeploy, commands, images } = setup({
      behaviour: { build: { exit: 17, says: 'pull access denied for node' } },
    })
    await expect(beforeDeploy()).rejects.toThrow(
      /docker build .* failed \(exit code 17\):\npull access denied/s,
    )
    expect(commands()).not.toContain('push')
    expect(images()).toEqual(['none', 'none'])
  })

  test('tells what docker said where the push fails, never the password', async () => {
    const { beforeDeploy } = setup({ behaviour: { login: { exit: 1, says: 'unauthorized' } } })
    const error = await beforeDeploy().catch((reason: Error) => reason)
    expect(String(error)).toMatch(/login .* failed .*unauthorized/s)
    expect(String(error)).not.toContain('secret')
  })

  test('takes the image that another deploy pushed meanwhile', async () => {
    const { beforeDeploy, images } = setup({
      behaviour: { push: { exit: 1, says: 'tag is immutable' } },
    })
    await beforeDeploy()
    expect(images()[0]).toBe(`${URI}@${DIGEST}`)
  })

  test('tells why the repository could not be made', async () => {
    const { beforeDeploy, commands } = setup({
      answers: {
        CreateStack: () => ({ StackId: 'the-id' }),
        DescribeStacks: ({ StackName }) =>
          StackName === 'the-id'
            ? { Stacks: [{ StackStatus: 'DELETE_COMPLETE' }] }
            : refusal('ValidationError', 'does not exist')({}),
        DescribeStackEvents: () => ({
          StackEvents: [
            { LogicalResourceId: 'Images', ResourceStatus: 'DELETE_COMPLETE' },
            {
              LogicalResourceId: 'Other',
              ResourceStatus: 'CREATE_FAILED',
              ResourceStatusReason: 'cancelled',
            },
            {
              LogicalResourceId: 'Images',
              ResourceStatus: 'CREATE_FAILED',
              ResourceStatusReason: 'stevedore-prod already exists',
            },
            {
              LogicalResourceId: 'x',
              PhysicalResourceId: 'the-id',
              ResourceStatus: 'CREATE_IN_PROGRESS',
            },
            { LogicalResourceId: 'Old', ResourceStatus: 'CREATE_FAILED', ResourceStatusReason: 'long ago' },
          ],
        }),
      },
    })
    await expect(beforeDeploy()).rejects.toThrow(
      'The stack stevedore-prod-images ended as DELETE_COMPLETE: Images: stevedore-prod already exists.',
    )
    expect(commands()).toEqual(['version'])
  })

  test('names the action that AWS refuses', async () => {
    const { beforeDeploy } = setup({
      answers: { DescribeImages: refusal('AccessDeniedException', 'not you') },
    })
    await expect(beforeDeploy()).rejects.toThrow(
      'DescribeImages of ECR failed: AccessDeniedException: not you',
    )
  })

  test('that is interrupted ends what it started, and itself by the signal', async () => {
    const folder = folderOfTest()
    const docker = fakeDocker(folder, { push: { hangs: true } })
    const program = join(import.meta.dirname, 'deploy/interrupted-deploy.ts')
    const child = spawn(process.execPath, [program, docker.log, folder], {
      env: { ...process.env, PATH: docker.path },
      stdio: 'inherit',
    })
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
    const push = await vi.waitUntil(() => docker.calls().find(({ args }) => args[0] === 'push'), 10_000)
    expect(existsSync(push.folder ?? '')).toBe(true)
    child.kill('SIGINT')
    expect(await ended).toBe('SIGINT')
    expect(existsSync(push.folder ?? '')).toBe(false)
    expect(() => process.kill(push.pid, 0)).toThrow('ESRCH')
  })
})

describe('a deploy of a stack that cannot be updated', () => {
  test.each([
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'Deploy again when it has ended'],
    ['UPDATE_ROLLBACK_FAILED', 'aws cloudformation continue-update-rollback --stack-name stevedore-prod'],
    ['DELETE_FAILED', 'npx serverless remove --stage prod'],
  ])('stops before anything is changed, and says what leads on: %s', async (StackStatus, leadsOn) => {
    const service = setup({
      answers: {
        DescribeStacks: () => ({ Stacks: [{ StackStatus }] }),
        ListStackResources: () => ({ StackResourceSummaries: [] }),
      },
    })
    const error = String(await service.beforeDeploy().catch((reason: Error) => reason))
    expect(error).toContain(`Nothing was changed. The stack stevedore-prod is ${StackStatus}`)
    expect(error).toContain(leadsOn)
    expect([service.changes(), service.commands()]).toEqual([[], ['version']])
  })
})

describe('the first deploy of a stage', () => {
  const asked = ({ account }: ReturnType<typeof setup>) => account.calls.map(([action]) => action)

  test('makes the role of ECS before anything else: the first cluster of an account would come too early', async () => {
    const service = setup()
    await service.beforeDeploy()
    expect(asked(service)).toContain('CreateServiceLinkedRole')
    expect(asked(service).indexOf('CreateServiceLinkedRole')).toBeLessThan(
      asked(service).indexOf('CreateStack'),
    )
    const [, input] = service.account.calls.find(([action]) => action === 'CreateServiceLinkedRole') ?? []
    expect(input).toEqual({ AWSServiceName: 'ecs.amazonaws.com' })
  })

  test.each([
    ['InvalidInputException', 'Service role name AWSServiceRoleForECS has been taken in this account.'],
    ['EntityAlreadyExistsException', 'Role with name AWSServiceRoleForECS already exists.'],
  ])('takes the role that is there: %s', async (name, message) => {
    const service = setup({ answers: { CreateServiceLinkedRole: refusal(name, message) } })
    await service.beforeDeploy()
    expect(service.notices.join()).not.toContain('role')
    expect(service.images()).toEqual([`${URI}@${DIGEST}`, `${URI}@${DIGEST}`])
  })

  test('goes on where it may not be made, and says what to do if it is missing', async () => {
    const service = setup({ answers: { CreateServiceLinkedRole: refusal('AccessDenied', 'not you') } })
    await service.beforeDeploy()
    expect(service.notices.join()).toMatch(
      /CreateServiceLinkedRole of IAM failed: AccessDenied: not you.*aws iam create-service-linked-role --aws-service-name ecs\.amazonaws\.com/,
    )
    expect(service.images()).toEqual([`${URI}@${DIGEST}`, `${URI}@${DIGEST}`])
  })

  test('is the only one that asks for it', async () => {
    const service = setup({
      answers: {
        DescribeStacks: () => ({ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }),
        ListStackResources: () => ({ StackResourceSummaries: [] }),
      },
      image: `registry/stevedore@${DIGEST}`,
    })
    await service.beforeDeploy()
    expect(asked(service)).not.toContain('CreateServiceLinkedRole')
  })
})

describe('a deploy with an image', () => {
  const image = `registry/stevedore@${DIGEST}`

  test('by digest needs neither Docker nor a repository', async () => {
    const { beforeDeploy, docker, changes, images } = setup({ image })
    await beforeDeploy()
    expect([docker.calls(), changes()]).toEqual([[], []])
    expect(images()).toEqual([image, image])
  })

  test('by a tag is refused: it may change between two tasks', async () => {
    const { beforeDeploy, account } = setup({ image: 'registry/stevedore:latest' })
    await expect(beforeDeploy()).rejects.toThrow(/registry\/stevedore:latest, which names no digest/)
    expect(account.calls).toEqual([])
  })

  test('of the local runtime goes to another endpoint alone', async () => {
    const local = setup({ image: 'stevedore-workers:packaged' })
    await expect(local.beforeDeploy()).rejects.toThrow(/name another stage/)
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:4566')
    await local.beforeDeploy()
    expect(local.images()[0]).toBe('stevedore-workers:packaged')
  })
})
