import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'

/** One AWS service of the local runtime. A folder under local/ each, all of this shape. */
export interface Plugin {
  /** Service names in the SigV4 credential scope that reach it, for example `['s3']`. */
  readonly scopes: readonly string[]
  /** Prefixes of unsigned paths that reach it, for example `['/_ecs/']`. */
  readonly paths?: readonly string[]
  /** The resource types of a template that it makes. */
  readonly resources: readonly ResourceType[]
  /** Answers one request. What it throws becomes a 500 in the gateway; an `ApiError` it answers itself. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Ends what it started: processes, timers, files. Safe to call once. */
  close(): Promise<void>
}

/** One resource type of CloudFormation, a file each. */
// biome-ignore lint/suspicious/noExplicitAny: a table of types holds every kind of properties; each file has its own.
export interface ResourceType<Properties = any> {
  /** For example `AWS::SQS::Queue`. */
  readonly type: string
  /** Takes properties with all intrinsics resolved. Strict: a property it does not know is an error that names it. */
  readonly properties: z.ZodType<Properties>
  /** Makes the resource, or brings the one that is there to these properties. Data in it stays. */
  apply(request: ResourceRequest<Properties>): Promise<ResourceState>
  /** The name that the resource would have, where another has it already: as on AWS, none is made over it by request. */
  takenName?(request: ResourceRequest<Properties>): Promise<string | undefined>
  /** Resolves once what was made or changed works; rejects with the reason where it will not. A deploy by request waits. */
  settle?(physicalId: string, signal: AbortSignal): Promise<void>
  /** Ends the resource, and what it holds. One that is gone is no error; one that may not go rejects with the reason. */
  remove(resource: MadeResource<Properties>): Promise<void>
}

export interface ResourceRequest<Properties> {
  readonly logicalId: string
  readonly stackName: string
  readonly properties: Properties
  /** A name for a resource that the template leaves unnamed: the same one at every start. */
  physicalName(limits: { readonly maxLength: number; readonly lowerCase?: boolean }): string
}

/** A resource as it was made. */
interface MadeResource<Properties> extends ResourceState {
  readonly logicalId: string
  readonly stackName: string
  readonly properties: Properties
}

export interface ResourceState {
  /** What `Ref` gives. */
  readonly physicalId: string
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes: Readonly<Record<string, string>>
}
