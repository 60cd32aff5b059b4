import { mergeCidrs } from '../common/cidr.ts';
import type { Endpoint } from './endpoint.ts';
import type { Group, IngressRule } from './facts.ts';
import type { InterfaceEndpointStatus } from './schema.ts';

export interface Admits {
  /** IPv4, the fewest blocks, in the order of addresses. */
  readonly cidrs: readonly string[];
  /** Rules by security group or prefix list admit somebody whose addresses they do not tell. */
  readonly others: boolean;
}

/** As many as the status has room for. */
const mostCidrs = 200;

/** AWS's own services that are not spoken to on port 443, or not only: SMTP, CQL, SFTP. */
const onOtherPorts = ['email-smtp', 'cassandra', 'transfer.server'];

/**
 * The port on which a service is spoken to, where its name tells: AWS's own are HTTPS. Undefined for another account's, which
 * listens where its owner likes.
 */
export function portOf(serviceName: string): number | undefined {
  const short = /^(?:cn\.)?com\.amazonaws\.[a-z]+(?:-[a-z]+)+-\d\.(.+)$/.exec(serviceName)?.[1];
  return short === undefined || onOtherPorts.includes(short) ? undefined : 443;
}

/** Whom the endpoint's security groups let in; undefined where one of them is not at hand. */
export function admits({ groupIDs, serviceName }: Endpoint, listed: readonly Group[]): Admits | undefined {
  const attached = listed.filter(({ id }) => groupIDs.includes(id));
  if (attached.length < groupIDs.length) return undefined;
  const port = portOf(serviceName);
  const open = attached.flatMap(({ ingress }) => ingress).filter((rule) => opens(rule, port));
  return { cidrs: mergeCidrs(open.flatMap(({ cidrs }) => cidrs)), others: open.some(({ others }) => others) };
}

/** The same within the bounds of the status: more blocks than it has room for are others, for nobody may be taken to be shut out. */
export function boundedAdmits({ cidrs, others }: Admits): InterfaceEndpointStatus['admits'] {
  return { cidrs: cidrs.slice(0, mostCidrs), others: others || cidrs.length > mostCidrs };
}

/** AWS writes `-1` for all protocols, without ports. */
function opens({ protocol, ports }: IngressRule, port: number | undefined): boolean {
  if (protocol === '-1') return true;
  return protocol === 'tcp' && (port === undefined || ports === undefined || (ports.from <= port && port <= ports.to));
}
