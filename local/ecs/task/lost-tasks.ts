import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventInput } from '../../event.ts'
import { isLive, type Task } from './task.ts'
import { taskEvent } from './task-event.ts'

const EXIT_CODE_KILLED = 137

interface LiveDetail extends Record<string, unknown> {
  readonly taskArn: string
  readonly version: number
  readonly containers: readonly Record<string, unknown>[]
}

/** Remembers the tasks that live, so that a runtime which was killed can say at its next start that they ended. */
export function createLostTasks(folder: string) {
  mkdirSync(folder, { recursive: true })
  const left = readdirSync(folder)
  const fileOf = (id: string) => join(folder, id)

  return {
    keep(task: Task, now: number): void {
      const file = fileOf(`${task.id}.json`)
      if (isLive(task)) writeFileSync(file, JSON.stringify(taskEvent(task, now).detail))
      else rmSync(file, { force: true })
    },
    /** The last event of each task of the runtime before this one; none the second time. */
    take(now: number): EventInput[] {
      const files = left.splice(0).map(fileOf).filter(existsSync)
      const events = files.map((file) => stopped(JSON.parse(readFileSync(file, 'utf8')), now))
      for (const file of files) rmSync(file)
      return events
    },
  }
}

function stopped(detail: LiveDetail, now: number): EventInput {
  const at = new Date(now).toISOString()
  return {
    source: 'aws.ecs',
    detailType: 'ECS Task State Change',
    resources: [detail.taskArn],
    detail: {
      stopCode: 'TerminationNotice',
      stoppedReason: 'Task stopped: the local runtime was killed.',
      stoppingAt: at,
      ...detail,
      containers: detail.containers.map((container) => ({
        exitCode: EXIT_CODE_KILLED,
        ...container,
        lastStatus: 'STOPPED',
      })),
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      executionStoppedAt: at,
      stoppedAt: at,
      updatedAt: at,
      version: detail.version + 1,
    },
    time: new Date(now),
  }
}
