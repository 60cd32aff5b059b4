import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Listener, LoadBalancer } from '../world.ts';
import { validationError } from './lookup.ts';

const protocols: Readonly<Record<LoadBalancer['type'], readonly string[]>> = {
  network: ['TCP', 'UDP', 'TCP_UDP'],
  application: ['HTTP'],
  gateway: [],
};

/** Port and protocol of a listener; a gateway's has neither, written 0 and empty. */
export type Place = Pick<Listener, 'port' | 'protocol'>;

interface Asked {
  readonly port: number | undefined;
  readonly protocol: string | undefined;
}

/** The port and protocol, if the load balancer's type allows them and no other listener has the port. */
export function checkPlace(
  { port, protocol }: Asked,
  { loadBalancer, self }: { readonly loadBalancer: LoadBalancer; readonly self: Listener | undefined },
  { world }: Caller,
): Place {
  const others = [...world.listeners.values()].filter((other) => other.loadBalancerARN === loadBalancer.arn && other !== self);
  if (loadBalancer.type === 'gateway') {
    if (port !== undefined || protocol !== undefined)
      throw validationError('A listener of a Gateway Load Balancer has no port and no protocol');
    if (others.length > 0) throw duplicate(loadBalancer, 'any');
    return { port: 0, protocol: '' };
  }
  if (port === undefined || port < 1 || port > 65_535) throw validationError('A listener port between 1 and 65535 must be specified');
  if (protocol === undefined || !protocols[loadBalancer.type].includes(protocol)) {
    throw validationError(`Listener protocol '${protocol ?? ''}' must be one of '${protocols[loadBalancer.type].join(', ')}'`);
  }
  if (others.some((other) => other.port === port)) throw duplicate(loadBalancer, String(port));
  return { port, protocol };
}

function duplicate({ arn }: LoadBalancer, port: string): ApiError {
  return new ApiError('DuplicateListener', `A listener already exists on port ${port} for the load balancer '${arn}'`);
}
