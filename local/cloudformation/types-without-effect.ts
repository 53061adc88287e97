import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ResourceRequest, ResourceState, ResourceType } from '../plugin.ts'
import { arn, type Site } from '../site.ts'

type Properties = Readonly<Record<string, unknown>>
type Describe = (request: ResourceRequest<Properties>, site: Site) => ResourceState

const NAME_LENGTH_MAX = 64 // IAM: role names; others allow more
const ID_DIGITS = 17 // EC2: the digits of an id such as vpc-0a1b2c3d4e5f67890

/**
 * Types that nothing on this machine acts on: networks, and log groups, which open by themselves. What
 * refers to them gets a name or an id of the right form. Their properties are not checked.
 */
const TYPES: Readonly<Record<string, Describe>> = {
  'AWS::EC2::EIP': (request) => {
    // One of the addresses that lead nowhere: RFC 5737 keeps them for documents.
    const address = `192.0.2.${Number.parseInt(hash(request).slice(0, 2), 16)}`
    const allocation = `eipalloc-${hash(request).slice(0, ID_DIGITS)}`
    return { physicalId: address, attributes: { AllocationId: allocation, PublicIp: address } }
  },
  'AWS::EC2::InternetGateway': ec2('igw', 'InternetGatewayId'),
  'AWS::EC2::NatGateway': ec2('nat', 'NatGatewayId'),
  'AWS::EC2::Route': ec2('r', 'RouteId'),
  'AWS::EC2::RouteTable': ec2('rtb', 'RouteTableId'),
  'AWS::EC2::SecurityGroup': ec2('sg', 'GroupId', ['VpcId']),
  'AWS::EC2::SecurityGroupEgress': ec2('sgr', 'Id'),
  'AWS::EC2::SecurityGroupIngress': ec2('sgr', 'Id'),
  'AWS::EC2::Subnet': ec2('subnet', 'SubnetId', ['AvailabilityZone', 'CidrBlock', 'VpcId']),
  'AWS::EC2::SubnetRouteTableAssociation': ec2('rtbassoc', 'Id'),
  'AWS::EC2::VPC': ec2('vpc', 'VpcId', ['CidrBlock']),
  'AWS::EC2::VPCEndpoint': ec2('vpce', 'Id'),
  'AWS::EC2::VPCGatewayAttachment': ec2('IGW|vpc', 'AttachmentId'),
  'AWS::Logs::LogGroup': (request, site) => {
    const name = nameOf(request, 'LogGroupName')
    return { physicalId: name, attributes: { Arn: arn(site, 'logs', `log-group:${name}:*`) } }
  },
}

export function typesWithoutEffect(site: Site): readonly ResourceType<Properties>[] {
  return Object.entries(TYPES).map(([type, describe]) => ({
    type,
    properties: z.record(z.string(), z.unknown()),
    apply: async (request) => describe(request, site),
    remove: async () => {},
  }))
}

/** An id with a prefix, the attribute that repeats it, and the properties that are attributes too. */
function ec2(prefix: string, idAttribute: string, repeated: readonly string[] = []): Describe {
  return (request) => {
    const physicalId = `${prefix}-${hash(request).slice(0, ID_DIGITS)}`
    const given = repeated.map((name) => [name, request.properties[name]] as const)
    return {
      physicalId,
      attributes: {
        [idAttribute]: physicalId,
        ...Object.fromEntries(
          given.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string'),
        ),
      },
    }
  }
}

function nameOf({ properties, physicalName }: ResourceRequest<Properties>, property: string): string {
  const given = properties[property]
  return typeof given === 'string' ? given : physicalName({ maxLength: NAME_LENGTH_MAX })
}

function hash({ stackName, logicalId }: ResourceRequest<Properties>): string {
  return createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex')
}
