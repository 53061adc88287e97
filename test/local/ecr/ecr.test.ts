import { expect, test } from 'vitest'
import { createEcr } from '../../../local/ecr/index.ts'
import { servePlugin } from '../serve-plugin.ts'

test('there is no repository, as the framework finds out before it removes one', async () => {
  const served = await servePlugin('/nowhere', createEcr)
  const ask = async (input: object) => {
    const response = await fetch(served.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories' },
      body: JSON.stringify(input),
    })
    return response.json()
  }
  expect(await ask({ repositoryNames: ['stevedore-local'] })).toMatchObject({
    __type: 'RepositoryNotFoundException',
    message: expect.stringContaining("'stevedore-local'"),
  })
  expect(await ask({})).toEqual({ repositories: [] })
  await served.close()
})
