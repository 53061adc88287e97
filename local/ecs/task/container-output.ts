import { readableLine } from '../../process/readable-line.ts'
import { createScreen } from '../../process/screen.ts'
import type { Site } from '../../site.ts'
import type { Task, TaskContainer } from './task.ts'

export interface ContainerOutput {
  line(text: string): void
  close(): void
}

/** A container's lines: whole into its log stream, shortened onto the screen. */
export function createContainerOutput(site: Site, task: Task, container: TaskContainer): ContainerOutput {
  const named = logStreamOf(task, container)
  const stream = site.logs.open(named.group, named.stream)
  const source = screenName(task)
  const screen = createScreen({
    file: stream.file,
    say: (text) => site.logs.say(source, text),
    now: () => site.clock.now(),
  })
  return {
    line(text) {
      stream.line(text)
      const shown = readableLine(text)
      if (shown !== undefined) screen.line(shown)
    },
    close() {
      screen.close()
      stream.close()
    },
  }
}

/** Where CloudWatch Logs would have the lines. */
export function logStreamOf(task: Task, { definition }: TaskContainer): { group: string; stream: string } {
  const options = definition.logConfiguration?.options ?? {}
  return {
    group: options['awslogs-group'] ?? `/ecs/${task.definition.family}`,
    stream: `${options['awslogs-stream-prefix'] ?? 'ecs'}/${definition.name}/${task.id}`,
  }
}

/** Families carry service and stage in front; on the screen the container's name tells tasks apart. */
export function screenName(task: Task): string {
  const container = task.definition.containerDefinitions[0]?.name ?? ''
  const { family } = task.definition
  return `${container && family.endsWith(container) ? container : family} ${task.id.slice(0, 4)}`
}
