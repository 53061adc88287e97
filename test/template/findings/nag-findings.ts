import { dirname } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import type { Finding } from './finding.ts'

/** What two packs of cdk-nag say of a template: the rules of AWS's solutions, and those for serverless applications. */
export function nagFindings(templateFile: string): readonly Finding[] {
  // Nothing is synthesized, but an app that is given no folder makes one, and leaves it.
  const app = new App({ analyticsReporting: false, outdir: dirname(templateFile) })
  const stack = new Stack(app, 'Stack')
  const template = new CfnInclude(stack, 'Template', { templateFile })
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack.validateScope(app).violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({
        id: ruleName,
        resource: constructPath?.slice(template.node.path.length + 1) ?? 'template',
        message: description,
      })),
    ),
  )
}
