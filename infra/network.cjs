// The network's part of the template: the layers that the parameters `network` and `privateAccess` ask for, in one.
'use strict'

module.exports = async ({ resolveVariable }) => {
  const layers = await resolveVariable('self:custom.settings.network.layers')
  const files = await Promise.all(layers.map((layer) => resolveVariable(`file(infra/network/${layer}.yml)`)))
  return { Resources: Object.assign({}, ...files.map(({ Resources }) => Resources)) }
}
