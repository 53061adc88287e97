import { cidr } from './cidr.ts'
import type { Intrinsic } from './context.ts'
import { choose, findInMap, getAzs, length, select } from './list.ts'
import { and, condition, equals, not, or } from './logic.ts'
import { getAtt, importValue, ref } from './reference.ts'
import { sub } from './sub.ts'
import { base64, join, split, toJsonString } from './text.ts'

/** The functions that a property or an output may use. */
export const VALUE_FUNCTIONS: Readonly<Record<string, Intrinsic>> = {
  Ref: ref,
  'Fn::Base64': base64,
  'Fn::Cidr': cidr,
  'Fn::FindInMap': findInMap,
  'Fn::GetAtt': getAtt,
  'Fn::GetAZs': getAzs,
  'Fn::If': choose,
  'Fn::ImportValue': importValue,
  'Fn::Join': join,
  'Fn::Length': length,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': sub,
  'Fn::ToJsonString': toJsonString,
}

/** The functions that the Conditions section may use. */
export const CONDITION_FUNCTIONS: Readonly<Record<string, Intrinsic>> = {
  ...VALUE_FUNCTIONS,
  Condition: condition,
  'Fn::And': and,
  'Fn::Equals': equals,
  'Fn::Not': not,
  'Fn::Or': or,
}
