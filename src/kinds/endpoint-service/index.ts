import type { Kind } from '../kind.ts';
import type { Action } from './action.ts';
import { accesses } from './accesses.ts';
import { apply } from './apply.ts';
import type { Facts } from './facts.ts';
import { observe } from './observe.ts';
import { plan } from './plan.ts';
import { references } from './references.ts';
import { type EndpointServiceSpec, type EndpointServiceStatus, resource } from './schema.ts';
import { serviceListing } from './service.ts';
import { status } from './status.ts';

/** An endpoint service: publishes load balancers to other accounts, lets consumers in by rule, and says which zones serve them. */
export const endpointService: Kind<EndpointServiceSpec, EndpointServiceStatus, Facts, Action> = {
  resource,
  references,
  observe,
  plan,
  apply,
  status,
  accesses,
  leavesBehind: ({ privateDNS }) => (privateDNS?.published ?? []).length > 0,
  fleet: { listing: serviceListing, idOf: ({ serviceID }) => serviceID },
};
