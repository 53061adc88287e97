import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import { datasetsHash } from '../../shared/dataset/datasets-hash.ts'
import { benchDatasets, type DatasetName } from '../input/datasets.ts'
import { packagedTask } from './read-template.ts'
import type { Program } from './run-process.ts'

export const LANDING_BUCKET = 'bench-landing'
export const LEDGER_TABLE = 'bench-ledger'
const RESULTS_BUCKET = 'bench-results'
const TABLE_PREFIX = 'bench-'

export type Who = 'ours' | 'naive'

export interface Programs {
  loadObject(who: Who, object: { dataset: DatasetName; key: string; size: number }): Program
  /** `atOnce` is for the naive loop alone: ours knows its own number. */
  loadQueue(who: Who, dataset: DatasetName, atOnce?: number): Program
  audit(datasets: readonly DatasetName[]): Program
}

/** Our programs are the packaged workers; the naive ones are bundled in the same way. They find AWS at the endpoint. */
export async function createPrograms(places: {
  readonly packaged: string
  readonly temp: string
  readonly endpoint: string
}): Promise<Programs> {
  const { packaged, temp, endpoint } = places
  const image = join(packaged, 'image')
  const naive = join(temp, 'naive')
  await bundleNaive(naive)
  const queues = { LOADS_QUEUE_URL: `${endpoint}/loads`, DEAD_LETTER_QUEUE_URL: `${endpoint}/dead` }
  const aws = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: endpoint,
    RESULTS_BUCKET,
  }

  return {
    loadObject(who, { dataset, key, size }) {
      const object = { OBJECT_BUCKET: LANDING_BUCKET, OBJECT_KEY: key }
      if (who === 'naive')
        return naiveProgram('load-object', dataset, {
          ...object,
          WRITE: dataset === 'insert' ? 'insert' : 'put',
        })
      return ourProgram('load-object', [dataset], {
        ...object,
        OBJECT_VERSION_ID: 'v1',
        OBJECT_SEQUENCER: '01',
        OBJECT_SIZE: String(size),
        OBJECT_UPLOADED_AT: '2026-01-01T00:00:00Z',
        LAUNCH_NUMBER: '1',
      })
    },
    loadQueue(who, dataset, atOnce = 1) {
      return who === 'naive'
        ? naiveProgram('load-queue', dataset, { MESSAGES_AT_ONCE: String(atOnce) })
        : ourProgram('load-queue', [dataset], {})
    },
    audit: (datasets) =>
      ourProgram('audit', datasets, {
        CLUSTER: 'bench',
        LAUNCHES_QUEUE_URL: `${endpoint}/launches`,
        LAUNCHES_DEAD_LETTER_QUEUE_URL: `${endpoint}/dead-launches`,
        ROUTE_BYTES: '1048576',
        LOST_AFTER_SECONDS: '900',
        DEADLINE_SECONDS: '3000',
      }),
  }

  function naiveProgram(act: string, dataset: DatasetName, env: Program['env']): Program {
    const table = { TABLE: `${TABLE_PREFIX}${dataset}` }
    return { arguments: [`${act}.mjs`], folder: naive, env: { ...aws, ...queues, ...table, ...env } }
  }

  function ourProgram(act: string, names: readonly DatasetName[], env: Program['env']): Program {
    const datasets = benchDatasets(names)
    const file = join(temp, `${names.join('-')}.datasets.json`)
    writeFileSync(file, JSON.stringify(datasets))
    const settings = {
      STACK_NAME: 'bench',
      LANDING_BUCKET,
      LEDGER_TABLE,
      TABLE_PREFIX,
      DATASETS_FILE: file,
      DATASETS_HASH: datasetsHash(datasets),
      STOP_TIMEOUT_SECONDS: '120',
    }
    const task = packagedTask(packaged, act)
    return {
      arguments: task.arguments,
      folder: image,
      env: { ...task.env, ...aws, ...queues, ...settings, ...env },
    }
  }
}

async function bundleNaive(folder: string): Promise<void> {
  await esbuild.build({
    entryPoints: ['load-object', 'load-queue'].map((act) => ({
      in: join(import.meta.dirname, '..', 'naive', `${act}.ts`),
      out: act,
    })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    banner: {
      js: "import { createRequire as _require } from 'node:module'; const require = _require(import.meta.url);",
    },
  })
}
