import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { validatorFindings } from './findings/validator-findings.ts'

const { repositoryTemplate } = createRequire(import.meta.url)('../../infra/deploy/repository-template.cjs')

test("the stack of the images holds to AWS's own checks of templates", () => {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-repository-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'template.json')
  writeFileSync(file, JSON.stringify(repositoryTemplate('stevedore-prod', 'stevedore-prod')))
  expect(validatorFindings(file).filter(({ message }) => !message.startsWith('INFO'))).toEqual([])
})
