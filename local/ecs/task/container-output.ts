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
  const { name, logConfiguration } = container.definition
  const options = logConfiguration?.options ?? {}
  const group = options['awslogs-group'] ?? `/ecs/${task.definition.family}`
  const stream = site.logs.open(group, `${options['awslogs-stream-prefix'] ?? 'ecs'}/${name}/${task.id}`)
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

/** Families carry service and stage in front; on the screen the container's name tells tasks apart. */
export function screenName(task: Task): string {
  const container = task.definition.containerDefinitions[0]?.name ?? ''
  const { family } = task.definition
  return `${container && family.endsWith(container) ? container : family} ${task.id.slice(0, 4)}`
}
