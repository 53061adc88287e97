// The image of the task definitions in a compiled template.
'use strict'

const { Fault } = require('./fault.cjs')

/** What the template carries until there is an image. */
const NO_IMAGE = 'none'

/** The image that the person gave, or undefined where one is to be made. */
function givenImage(template) {
  const [image] = new Set(containers(template).map(({ Image }) => Image))
  if (image === NO_IMAGE) return undefined
  // At another endpoint than AWS's own there may be images of its own, as in the local runtime.
  if (!/@sha256:[0-9a-f]{64}$/.test(image) && !process.env.AWS_ENDPOINT_URL) {
    throw new Fault(
      `Nothing was changed. The image is ${image}, which names no digest, so that two tasks might run different workers. Leave the parameter image out (a deploy then builds and pushes one; the stage local has it set, so name another stage), or give --param "image=<repository>@sha256:<digest>".`,
    )
  }
  return image
}

function setImage(template, image) {
  for (const container of containers(template)) container.Image = image
}

function containers({ Resources }) {
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition')
    .flatMap(({ Properties }) => Properties.ContainerDefinitions)
}

module.exports = { givenImage, setImage }
