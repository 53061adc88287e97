const DOMAINS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
}

/** Pages of the console that show a task and its log. */
export function consoleLinks(
  taskArn: string,
  log: { readonly group: string; readonly stream: string },
): { readonly task: string; readonly log: string } {
  const [, partition = 'aws', , region = '', , resource = ''] = taskArn.split(':')
  const [, cluster = '', id = ''] = resource.split('/')
  const console = `https://${region}.${DOMAINS[partition] ?? DOMAINS.aws}`
  return {
    task: `${console}/ecs/v2/clusters/${cluster}/tasks/${id}?region=${region}`,
    log: `${console}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${twice(log.group)}/log-events/${twice(log.stream)}`,
  }
}

/** The console decodes the part behind `#` twice, and has `$` for `%`. */
function twice(text: string): string {
  return encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$')
}

/** The stream of a worker's container, by the prefix that the template gives it: its act. */
export function logStream(act: string, taskArn: string): string {
  return `${act}/${act}/${taskArn.split('/').at(-1) ?? taskArn}`
}
