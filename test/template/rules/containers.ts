import { resourcesOf, type Template } from '../template.ts'

/** What stands for the image on a laptop, where the packaged files are run themselves. */
const STAND_IN = 'stevedore-workers:packaged-'

export function isStandIn(image: string): boolean {
  return image.startsWith(STAND_IN)
}

export function isOfLaptop(template: Template): boolean {
  return containersOf(template).some(([, { Image }]) => isStandIn(Image))
}

/** The containers of all tasks, with the logical id of the task definition. */
// biome-ignore lint/suspicious/noExplicitAny: the properties of a container are what each rule looks into.
export function containersOf(template: Template): readonly (readonly [task: string, container: any])[] {
  return resourcesOf(template, 'AWS::ECS::TaskDefinition').flatMap(([task, { Properties }]) =>
    Properties.ContainerDefinitions.map((container: unknown) => [task, container] as const),
  )
}

// biome-ignore lint/suspicious/noExplicitAny: the container of a copy, to be changed.
export function container(task: { Properties: any }): any {
  return task.Properties.ContainerDefinitions[0]
}
