import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

const IAM_MODES = ['enforce', 'warn', 'off'] as const
type IamMode = (typeof IAM_MODES)[number]

const TASK_KINDS = ['processes', 'docker'] as const
type TaskKind = (typeof TASK_KINDS)[number]

export interface StartOptions {
  /** 0 = any free one. */
  readonly port: number
  /** Absolute. */
  readonly dataFolder: string
  readonly samples: boolean
  /** Whether it packages and deploys at the start; else it brings back what was deployed before. */
  readonly deploy: boolean
  /** Factor of the clock that schedules and the pauses of services follow. */
  readonly speed: number
  /** Stage parameters, `name=value`, as the framework takes them. */
  readonly params: readonly string[]
  /** What tasks are: processes of this machine, or containers of its Docker engine. */
  readonly tasks: TaskKind
  /** What happens to calls of tasks and functions that no policy of the template allows. */
  readonly iam: IamMode
  /** How many tasks run at once; one more gets ECS's own capacity failure. */
  readonly tasksMax: number
}

export const USAGE = `npm start -- [options]
  --port N            port of the gateway, 0 for any free one (default 4566)
  --data DIR          where all state lies; it survives a restart (default .local/)
  --no-samples        do not upload the sample files
  --no-deploy         do not package and deploy: bring back what was deployed before
  --speed X           clock factor for schedules and the pauses of services (default 1)
  --param name=value  a stage parameter, as serverless takes it; may be repeated
  --tasks KIND        what tasks are: processes, or containers of the engine: docker (default processes)
  --tasks-max N       how many tasks run at once at the most (default 16)
  --iam MODE          calls that no policy of the template allows: enforce refuses them, warn tells of them,
                      off lets everybody do everything (default enforce)
  --help              this text`

/** By which npm names in the environment what it took for its own, because no `--` stands before it. */
const NAMES = ['port', 'data', 'samples', 'deploy', 'speed', 'param', 'tasks', 'tasks-max', 'iam'] as const

/** Everything that is wrong with the arguments comes back at once. */
export function parseStartOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): StartOptions | 'help' | { readonly faults: string[] } {
  const swallowed = NAMES.filter((name) => env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined)
  if (swallowed.length > 0)
    return {
      faults: [`npm kept ${swallowed.map((name) => `--${name}`).join(', ')} for itself: put -- before it`],
    }
  let values: ReturnType<typeof parse>
  try {
    values = parse(args)
  } catch (error) {
    return { faults: [(error as Error).message] }
  }
  if (values.help) return 'help'

  const faults: string[] = []
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    faults.push(`--port is ${JSON.stringify(values.port)}, and has to be a whole number from 0 to 65535`)
  }
  const speed = Number(values.speed)
  if (!(speed > 0 && speed <= 10_000)) {
    faults.push(`--speed is ${JSON.stringify(values.speed)}, and has to be a number over 0, up to 10000`)
  }
  const tasks = TASK_KINDS.find((kind) => kind === values.tasks)
  if (!tasks) {
    faults.push(`--tasks is ${JSON.stringify(values.tasks)}, and has to be ${TASK_KINDS.join(' or ')}`)
  }
  const iam = IAM_MODES.find((mode) => mode === values.iam)
  if (!iam) faults.push(`--iam is ${JSON.stringify(values.iam)}, and has to be ${IAM_MODES.join(', ')}`)
  const tasksMax = Number(values['tasks-max'])
  if (!Number.isInteger(tasksMax) || tasksMax < 1 || tasksMax > 1000) {
    faults.push(
      `--tasks-max is ${JSON.stringify(values['tasks-max'])}, and has to be a whole number from 1 to 1000`,
    )
  }
  for (const param of values.param) {
    if (!/^[A-Za-z]\w*=./.test(param))
      faults.push(`--param is ${JSON.stringify(param)}, and has to be name=value`)
  }
  if (!tasks || !iam || faults.length > 0) return { faults }
  return {
    port,
    dataFolder: resolve(values.data),
    samples: !values['no-samples'],
    deploy: !values['no-deploy'],
    speed,
    params: values.param,
    tasks,
    tasksMax,
    iam,
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: false,
    options: {
      port: { type: 'string', default: '4566' },
      data: { type: 'string', default: '.local' },
      'no-samples': { type: 'boolean', default: false },
      'no-deploy': { type: 'boolean', default: false },
      speed: { type: 'string', default: '1' },
      param: { type: 'string', multiple: true, default: [] as string[] },
      tasks: { type: 'string', default: 'processes' },
      'tasks-max': { type: 'string', default: '16' },
      iam: { type: 'string', default: 'enforce' },
      help: { type: 'boolean', default: false },
    },
  }).values
}
