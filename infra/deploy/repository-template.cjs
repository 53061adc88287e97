'use strict'

// Images are some 80 MB, and a deploy back to one of these needs no build.
const IMAGES_KEPT = 50

const REPOSITORY = {
  Type: 'AWS::ECR::Repository',
  DeletionPolicy: 'Delete',
  UpdateReplacePolicy: 'Retain',
  Properties: {
    ImageTagMutability: 'IMMUTABLE',
    ImageScanningConfiguration: { ScanOnPush: true },
    EncryptionConfiguration: { EncryptionType: 'AES256' },
    EmptyOnDelete: true,
    LifecyclePolicy: {
      LifecyclePolicyText: JSON.stringify({
        rules: [
          rule(1, 'Pushes that did not end', {
            tagStatus: 'untagged',
            countType: 'sinceImagePushed',
            countUnit: 'days',
            countNumber: 7,
          }),
          rule(2, 'Old images', {
            tagStatus: 'any',
            countType: 'imageCountMoreThan',
            countNumber: IMAGES_KEPT,
          }),
        ],
      }),
    },
  },
}

function rule(rulePriority, description, selection) {
  return { rulePriority, description, selection, action: { type: 'expire' } }
}

function repositoryTemplate(stackName, repositoryName) {
  const properties = { RepositoryName: repositoryName, ...REPOSITORY.Properties }
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `The worker images of ${stackName}.`,
    Resources: { Images: { ...REPOSITORY, Properties: properties } },
    Outputs: { RepositoryUri: { Value: { 'Fn::GetAtt': ['Images', 'RepositoryUri'] } } },
  }
}

module.exports = { repositoryTemplate }
