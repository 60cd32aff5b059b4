import type { CreateVpcEndpoint$ } from '@aws-sdk/client-ec2';
import type { Handler } from './handler.ts';

/** The APIs behind the one URL, by the name that their SigV4 credential scopes carry. */
export type ServiceName = 'ec2' | 'elasticloadbalancing' | 'route53' | 'sts';

/** What the SDK publishes of an operation; the type says nothing of which. */
export type OperationSchema = typeof CreateVpcEndpoint$;

/**
 * An SDK request as a handler sees it: what the model requires is there, for the wire has already refused the rest.
 * (The SDK's types mark a required member by `X: T | undefined`, an optional one by `X?: T | undefined`.)
 */
export type Checked<Request> = {
  readonly [Name in keyof Request]: Record<never, never> extends Pick<Request, Name> ? Request[Name] : Exclude<Request[Name], undefined>;
};

export interface Operation {
  readonly service: ServiceName;
  readonly action: string;
  readonly schema: OperationSchema;
  /** Paths of the leaf members that the handler reads, such as `Filters.Name`; every other member is refused by name. */
  readonly reads: ReadonlySet<string>;
  readonly run: Handler<never, object>;
}

export type Operations = readonly Operation[];

const services: Readonly<Record<string, ServiceName>> = {
  'com.amazonaws.ec2': 'ec2',
  'com.amazonaws.elasticloadbalancingv2': 'elasticloadbalancing',
  'com.amazonaws.route53': 'route53',
  'com.amazonaws.sts': 'sts',
};

/**
 * Declares one operation: the SDK's published schema of it (`CreateVpcEndpoint$`), the members that the handler reads, and
 * the handler. `DryRun` is answered for all operations before the handler is called and need not be listed.
 * A member that the SDK gains later is refused until it is listed here.
 */
export function operation<Request, Result extends object>(
  schema: OperationSchema,
  definition: { readonly reads: readonly string[]; readonly run: Handler<Checked<Request>, Result> },
): Operation {
  const [, namespace, action] = schema;
  const service = services[namespace];
  if (service === undefined) throw new Error(`no API is served for ${namespace}`);
  return { service, action, schema, reads: new Set(definition.reads), run: definition.run as Handler<never, object> };
}

/** Leaf members that many operations share. */
export const filterMembers = ['Filters.Name', 'Filters.Values'] as const;
export const pagingMembers = ['MaxResults', 'NextToken'] as const;
export const tagSpecificationMembers = [
  'TagSpecifications.ResourceType',
  'TagSpecifications.Tags.Key',
  'TagSpecifications.Tags.Value',
] as const;
