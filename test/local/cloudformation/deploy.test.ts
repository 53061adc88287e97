// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are for Fn::Sub
import { expect, test } from 'vitest'
import { createCloudformation } from '../../../local/cloudformation/index.ts'
import { setup, thing } from './setup.ts'
import { site } from './site.ts'

test('a resource is made after those it refers to, and gets what they gave', async () => {
  const { deploy, made } = setup()
  await deploy({
    Resources: {
      Last: thing({ Items: [{ Ref: 'Middle' }, { 'Fn::Sub': '${First.Inner.Name}/x' }] }),
      Middle: thing({ Arn: { 'Fn::GetAtt': ['First', 'Arn'] } }),
      First: thing({ Name: 'one' }),
      Late: thing({ Name: 'late' }, { DependsOn: 'Last' }),
    },
  })
  expect(made.map(({ logicalId }) => logicalId)).toEqual(['First', 'Middle', 'Last', 'Late'])
  expect(made[1]?.properties).toEqual({ Arn: 'arn:aws:test:::one' })
  expect(made[2]?.properties).toEqual({ Items: [made[1]?.name, 'one/x'] })
})

test('every fault of a template is told at once, with its place, and nothing is made', async () => {
  const { faults, made } = setup()
  expect(
    await faults({
      Parameters: { Colour: { Type: 'String', AllowedValues: ['red'], Default: 'blue' } },
      Conditions: { Odd: { 'Fn::Equals': ['one'] } },
      Resources: {
        Good: thing({ Name: 'good' }),
        Queue: { Type: 'AWS::Made::Up' },
        Wrong: thing({ Nmae: 'x', Size: 'big', Inner: { Text: 'a', More: 1 } }),
        Lost: thing({ Name: { Ref: 'Nobody' } }, { DependsOn: ['Gone'] }),
        Strange: thing({ Name: { 'Fn::Reverse': 'x' } }),
        Unsure: thing({}, { Condition: 'Never' }),
      },
      Outputs: { List: { Value: ['a'] } },
    }),
  ).toEqual([
    'Parameters.Colour: "blue" is not one of the AllowedValues red',
    'Conditions.Odd.Fn::Equals: takes two values, got ["one"]',
    'Resources.Unsure.Condition: there is no condition named Never',
    'Resources.Queue.Type: the local runtime has no resource type AWS::Made::Up',
    'Resources.Wrong.Properties.Size: Invalid input: expected number, received string',
    'Resources.Wrong.Properties.Inner: Unrecognized key: "More"',
    'Resources.Wrong.Properties: Unrecognized key: "Nmae"',
    'Resources.Lost.Properties.Name.Ref: there is no parameter or resource named Nobody',
    'Resources.Lost.DependsOn: there is no resource named Gone',
    'Resources.Strange.Properties.Name.Fn::Reverse: there is no function Fn::Reverse here',
    'Outputs.List.Value: must be text, got ["a"]',
  ])
  expect(made).toEqual([])
})

test('a value that is not known beforehand is checked when it is', async () => {
  const { deploy, made } = setup()
  const template = { Resources: { First: thing({ Name: 'x' }), Next: thing({ Arn: { Ref: 'First' } }) } }
  await expect(deploy(template)).rejects.toThrow('Resources.Next.Properties.Arn: must be an ARN')
  expect(made.map(({ logicalId }) => logicalId)).toEqual(['First'])
})

test('an attribute that a resource does not have is told with those it has', async () => {
  const { deploy } = setup()
  await expect(
    deploy({ Resources: { First: thing(), Next: thing({ Name: { 'Fn::GetAtt': 'First.Url' } }) } }),
  ).rejects.toThrow('First has no attribute Url here, it has: Arn, Inner.Name')
})

test('resources that need each other are refused, and the circle is named', async () => {
  const { faults } = setup()
  expect(
    await faults({
      Resources: {
        Start: thing({ Name: { Ref: 'A' } }),
        A: thing({ Name: { Ref: 'B' } }),
        B: thing({ Name: { 'Fn::Sub': '${C.Arn}' } }),
        C: thing({}, { DependsOn: ['A'] }),
      },
    }),
  ).toEqual(['Resources: these need each other: A → B → C → A'])
})

test('a resource whose condition does not hold is left out, and so is a wait for it', async () => {
  const { deploy, faults, made } = setup()
  const template = (more: Record<string, unknown>) => ({
    Parameters: { Mail: { Type: 'String', Default: '' } },
    Conditions: {
      HasMail: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Mail' }, ''] }] },
      HasNone: { 'Fn::Not': [{ Condition: 'HasMail' }] },
    },
    Resources: {
      Mail1: thing({ Name: 'mail' }, { Condition: 'HasMail' }),
      None: thing({ Name: 'none' }, { Condition: 'HasNone', DependsOn: 'Mail1' }),
      ...more,
    },
    Outputs: { Address: { Condition: 'HasMail', Value: { Ref: 'Mail1' } } },
  })
  expect((await deploy(template({}))).outputs).toEqual({})
  expect(made.map(({ logicalId }) => logicalId)).toEqual(['None'])
  expect((await deploy(template({}), { Mail: 'a@b' })).outputs).toEqual({ Address: 'mail' })
  expect(await faults(template({ Uses: thing({ Name: { 'Fn::GetAtt': 'Mail1.Arn' } }) }))).toEqual([
    'Resources.Uses.Properties.Name.Fn::GetAtt: Mail1 is not made: its condition HasMail does not hold',
  ])
})

test('conditions that are defined by each other are refused', async () => {
  const { faults } = setup()
  const conditions = { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } }
  expect(await faults({ Conditions: conditions, Resources: {} })).toEqual([
    'Conditions.A: is defined by itself: A → B → A',
  ])
})

test('text becomes a number or a boolean, and these text, where the type wants them so', async () => {
  const { deploy, properties } = setup()
  await deploy({
    Parameters: { Size: { Type: 'Number', Default: 7 } },
    Resources: { One: thing({ Size: { Ref: 'Size' }, Loud: 'true', Name: 12, Items: [1, true] }) },
  })
  expect(properties()).toEqual({ One: { Size: 7, Loud: true, Name: '12', Items: ['1', 'true'] } })
})

test('a resource that cannot be made ends the deployment with its name and the reason', async () => {
  const { deploy } = setup()
  await expect(deploy({ Resources: { One: thing({ Name: 'refused' }) } })).rejects.toThrow(
    'One (Test::Thing) could not be made: the name is taken',
  )
})

test('a parameter without a value, an unknown one, and a looked-up one are faults', async () => {
  const { faults } = setup()
  expect(
    await faults(
      {
        Parameters: {
          Needed: { Type: 'String' },
          Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' },
          Count: { Type: 'Number', MinValue: 3, Default: 1 },
          Code: { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'letters', Default: 'a1' },
        },
        Resources: {},
      },
      { Stray: 'x' },
    ),
  ).toEqual([
    'Parameters: the template has no parameter Stray',
    'Parameters.Needed: needs a value: it has no default',
    'Parameters.Image: the local runtime has no parameters of type AWS::SSM::Parameter::Value<String>',
    'Parameters.Count: 1 is below MinValue 3',
    'Parameters.Code: "a1" does not match AllowedPattern [a-z]+: letters',
  ])
})

test('a part that no template has is a fault', async () => {
  const { faults } = setup()
  expect(
    await faults({ Resources: { A: { Type: 'Test::Thing', Propertys: {} } }, Rules: {}, Transform: 'X' }),
  ).toEqual([
    'Transform: Invalid input',
    'Resources.A: Unrecognized key: "Propertys"',
    '(the whole): Unrecognized key: "Rules"',
  ])
})

test('an output that one stack exports can be imported by another', async () => {
  const { cloudformation, deploy, faults, properties } = setup()
  await cloudformation.deploy({
    stackName: 'other',
    template: { Resources: {}, Outputs: { Key: { Value: 'v', Export: { Name: 'shared-key' } } } },
  })
  await deploy({ Resources: { One: thing({ Name: { 'Fn::ImportValue': 'shared-key' } }) } })
  expect(properties()).toEqual({ One: { Name: 'v' } })
  expect(await faults({ Resources: { One: thing({ Name: { 'Fn::ImportValue': 'nothing' } }) } })).toEqual([
    'Resources.One.Properties.Name.Fn::ImportValue: no stack here exports nothing',
  ])
})

test('properties without an effect here may say anything, others of the same type may not', async () => {
  const { plugins, deploy, faults } = setup()
  const { resources, ...rest } = plugins[0] as (typeof plugins)[number]
  plugins[0] = {
    ...rest,
    resources: resources.slice(0, 1).map((type) => ({ ...type, type: 'AWS::S3::Bucket' })),
  }
  const bucket = { Type: 'AWS::S3::Bucket', Properties: { Tags: [{ Key: 'a' }], BucketEncryption: {} } }
  await deploy({ Resources: { Bucket: bucket } })
  expect(await faults({ Resources: { Bucket: { ...bucket, Properties: { BucketNam: 'x' } } } })).toEqual([
    'Resources.Bucket.Properties: Unrecognized key: "BucketNam"',
  ])
})

test('networks and log groups get names, ids and ARNs of the right form', async () => {
  const { deploy } = setup()
  const { outputs } = await deploy({
    Resources: {
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/ecs/x', RetentionInDays: 3 } },
      Net: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Net' } } },
    },
    Outputs: {
      Logs: { Value: { 'Fn::GetAtt': ['Logs', 'Arn'] } },
      Net: { Value: { 'Fn::Join': [' ', [{ Ref: 'Net' }, { 'Fn::GetAtt': 'Net.CidrBlock' }]] } },
      Group: { Value: { 'Fn::GetAtt': ['Group', 'GroupId'] } },
    },
  })
  expect(outputs).toEqual({
    Logs: 'arn:aws:logs:eu-west-1:000000000000:log-group:/ecs/x:*',
    Net: expect.stringMatching(/^vpc-[0-9a-f]{17} 10\.0\.0\.0\/16$/),
    Group: expect.stringMatching(/^sg-[0-9a-f]{17}$/),
  })
})

test('a type that two services make is refused', async () => {
  const { plugins, deploy } = setup()
  plugins.push({ ...createCloudformation(site, () => []) })
  await expect(deploy({ Resources: {} })).rejects.toThrow('Two services of the local runtime make AWS::')
})
