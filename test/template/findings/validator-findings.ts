import { CelEngine, TemplateFile } from '@aws/cloudformation-validate'
import type { Finding } from './finding.ts'

/** What AWS's own checks of templates say, of every severity; rejects nothing but a template that they cannot read. */
export function validatorFindings(file: string): readonly Finding[] {
  const engine = new CelEngine()
  try {
    const { status, diagnostics } = engine.validateStandard(new TemplateFile(file))
    if (status !== 'OK')
      throw new Error(`The validator did not look at all of ${file}: it ended with ${status}`)
    return diagnostics.map(({ ruleId, entity, severity, propertyPath = '', message }) => ({
      id: ruleId,
      resource: entity?.logicalId ?? 'template',
      message: `${severity} ${propertyPath}: ${message}`,
    }))
  } finally {
    engine.free()
  }
}
