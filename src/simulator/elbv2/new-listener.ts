import type { Caller } from '../handler.ts';
import { ownedBy } from '../tags.ts';
import type { Listener } from '../world.ts';
import { newListenerARN } from './arns.ts';
import { initialListenerAttributes } from './attribute-values.ts';

interface Parts extends Pick<Listener, 'loadBalancerARN' | 'port' | 'protocol' | 'forwards'> {
  readonly tags: Map<string, string>;
}

export function newListener({ tags, ...parts }: Parts, caller: Caller): Listener {
  const listener: Listener = {
    ...ownedBy(caller, tags),
    ...parts,
    arn: newListenerARN(parts.loadBalancerARN, caller),
    attributes: initialListenerAttributes(parts.protocol),
  };
  caller.world.listeners.set(listener.arn, listener);
  return listener;
}
