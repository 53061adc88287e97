import type { StopClass } from './stop-class.ts'

interface Words {
  /** Begins the subject. */
  readonly title: string
  /** What a person should do where the load does not say it. */
  readonly advice: string
}

const NOTHING = 'Nothing.'

export const CLASS_WORDS: Readonly<Record<StopClass, Words>> = {
  done: { title: 'Task done', advice: NOTHING },
  deploy: { title: 'Task replaced by a deploy', advice: NOTHING },
  'scale-in': { title: 'Task scaled in', advice: NOTHING },
  person: {
    title: 'Task stopped by a person',
    advice:
      'Nothing, if it was meant so. A load cannot be ended by stopping its task: delete the version of the object for that.',
  },
  hung: {
    title: 'Task hung, and was stopped by the audit',
    advice: 'Nothing, if it happened once. See the last lines of its log for where it stood still.',
  },
  spot: {
    title: 'Spot capacity taken back',
    advice: 'Nothing. If it happens often, deploy with launchCapacity=on-demand.',
  },
  'out-of-memory': {
    title: 'Task out of memory',
    advice:
      'Nothing now. The loader uses little memory whatever the size of a file: if it happens again, look at what is special about this file, and tell the developers.',
  },
  application: { title: 'Task ended with a fault', advice: 'See the last lines of its log for the cause.' },
  killed: {
    title: 'Task killed',
    advice:
      'Nothing, if it happened once. It got SIGKILL, and ECS does not say from whom: a stop that took longer than its timeout, or memory.',
  },
  'image-pull': {
    title: 'Image cannot be pulled or started',
    advice:
      'Check that the image of the template is in its repository, that the role that starts containers may read it, that the subnets reach the registry, and that the image holds the command.',
  },
  secrets: {
    title: 'Secret cannot be read',
    advice:
      'Check that the secret is there, that the role that starts containers may read it, and that the subnets reach the service that has it.',
  },
  network: {
    title: 'No network for the task',
    advice:
      'Check the subnets: free addresses, a route to the internet or endpoints, and the security group. If all is well, it was a fault of AWS, and passes.',
  },
  capacity: {
    title: 'No capacity for the task',
    advice: "Nothing now. If it lasts, raise the account's Fargate quota, or deploy to more subnets.",
  },
  infrastructure: { title: 'Task stopped by AWS', advice: NOTHING },
  'health-check': {
    title: 'Health check failed',
    advice: 'See the log for why the container did not answer.',
  },
  unknown: {
    title: 'Task stopped, and it is not known why',
    advice: 'Read what ECS says below, and the log. Tell the developers, so that the next mail knows.',
  },
}
