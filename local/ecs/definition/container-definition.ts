import { z } from 'zod'
import { flag, noLocalMeaning, text, whole } from './parts.ts'

// Of the task definition parameters, `stopTimeout`: default 30 seconds, on Fargate at most 120.
export const STOP_TIMEOUT_SECONDS_DEFAULT = 30
const STOP_TIMEOUT_SECONDS_MAX = 120

const secretsRefused = z.undefined({
  error: 'secrets are not supported on this machine: put the value under environment, or leave it out',
})

/** What Fargate takes of them: AmazonECS/latest/APIReference/API_LinuxParameters.html */
const linuxParametersSchema = z.strictObject({
  initProcessEnabled: flag.optional(),
  capabilities: z
    .strictObject({ add: z.array(z.string()).optional(), drop: z.array(z.string()).optional() })
    .optional(),
})

export const containerDefinitionSchema = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,255}$/),
  image: z.string().min(1),
  command: z.array(text).optional(),
  entryPoint: z.array(text).optional(),
  environment: z.array(z.strictObject({ name: z.string(), value: text })).optional(),
  essential: flag.default(true),
  stopTimeout: whole.min(2).max(STOP_TIMEOUT_SECONDS_MAX).optional(),
  cpu: whole.min(0).optional(),
  /** MiB; the process is held to it. */
  memory: whole.min(6).optional(),
  memoryReservation: whole.min(6).optional(),
  logConfiguration: z
    .strictObject({
      logDriver: z.literal('awslogs'),
      options: z.record(z.string(), text).optional(),
    })
    .optional(),
  secrets: secretsRefused.optional(),
  // Held where tasks are containers; a process runs in the packaged file tree, as the user who started the runtime.
  workingDirectory: z.string().optional(),
  user: text.optional(),
  readonlyRootFilesystem: flag.optional(),
  linuxParameters: linuxParametersSchema.optional(),
  privileged: noLocalMeaning.optional(),
  mountPoints: noLocalMeaning.optional(),
  volumesFrom: noLocalMeaning.optional(),
  portMappings: noLocalMeaning.optional(),
  ulimits: noLocalMeaning.optional(),
  dockerLabels: noLocalMeaning.optional(),
  healthCheck: noLocalMeaning.optional(),
  versionConsistency: noLocalMeaning.optional(),
  systemControls: noLocalMeaning.optional(),
})

export type ContainerDefinition = z.output<typeof containerDefinitionSchema>
