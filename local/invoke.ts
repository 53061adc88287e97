import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs'
import { z } from 'zod'

// Gives an event to a worker, as `serverless invoke local` gives one to a function: the packaged bundle, with the
// environment of the stack's own task definition.

const USAGE = `npm run invoke -- ACT FILE [--stage local]
  ACT    a worker, by the name of its folder in workers/
  FILE   an event of events/ACT/: the overrides of a RunTask call, or what the worker takes as its argument
It works on the stack that AWS_ENDPOINT_URL leads to (http://127.0.0.1:4566 unless set: npm start).`

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
const taskOverride = z.object({
  containerOverrides: z.array(
    z.object({
      command: z.array(z.string()).optional(),
      environment: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    }),
  ),
})

const image = join(import.meta.dirname, '..', '.serverless', 'image')
const env: NodeJS.ProcessEnv = {
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  ...process.env,
  // The SDK would take the keys of a profile before these.
  AWS_PROFILE: undefined,
}

/** As the other commands end when a person has to change something. */
const EXIT_CODE_OF_FAULTS = 64

process.exitCode = await invoke(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  return EXIT_CODE_OF_FAULTS
})

async function invoke(args: string[]): Promise<number> {
  const asked = parse(args)
  if (asked === 'help') {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const { act, file, stage } = asked
  if (!existsSync(join(image, `${act}.mjs`))) {
    throw new Error(
      `There is no packaged worker ${act} in .serverless/image: run npm run package, or see workers/ for the names.`,
    )
  }
  const overrides = taskOverride.safeParse(readEvent(file))
  const [override] = overrides.success ? overrides.data.containerOverrides : []
  const container = await containerDefinition(`stevedore-${stage}-${act}`)

  const [program = '', ...rest] = override?.command ?? container.command
  const child = spawn(program === 'node' ? process.execPath : program, override ? rest : [...rest, file], {
    cwd: image,
    stdio: 'inherit',
    env: { ...env, ...variables(container.environment), ...variables(override?.environment ?? []) },
  })
  // The worker decides how it ends; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => done(code ?? 1))
  })
}

function parse(args: string[]): 'help' | { act: string; file: string; stage: string } {
  const { values, positionals } = split(args)
  if (values.help) return 'help'
  const [act, file, ...more] = positionals
  if (!act || !file || more.length > 0) throw new Error(USAGE)
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Error(`There is no file ${file}: the events that come with ${act} are in events/${act}/.`)
  return { act, file: resolve(file), stage: values.stage }
}

function split(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        stage: { type: 'string', default: 'local' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`)
  }
}

function readEvent(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`The event in ${file} is not JSON: ${(error as Error).message}`)
  }
}

async function containerDefinition(taskDefinition: string) {
  const ecs = new ECSClient({
    region: env.AWS_REGION ?? '',
    ...(env.AWS_ENDPOINT_URL ? { endpoint: env.AWS_ENDPOINT_URL } : {}),
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  })
  try {
    const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
    const [container] = answer.taskDefinition?.containerDefinitions ?? []
    return { command: container?.command ?? [], environment: container?.environment ?? [] }
  } catch (error) {
    throw new Error(
      `The task definition ${taskDefinition} cannot be read at ${env.AWS_ENDPOINT_URL}: ${((error as Error).message || (error as Error).name).replace(/\.$/, '')}. Is npm start running there?`,
    )
  } finally {
    ecs.destroy()
  }
}

function variables(
  list: readonly { name?: string | undefined; value?: string | undefined }[],
): NodeJS.ProcessEnv {
  return Object.fromEntries(list.map(({ name = '', value = '' }) => [name, value]))
}
