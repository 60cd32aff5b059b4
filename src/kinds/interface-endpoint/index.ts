import type { Kind } from '../kind.ts';
import type { Action } from './action.ts';
import { apply } from './apply.ts';
import { endpointListing } from './endpoint.ts';
import type { Facts } from './facts.ts';
import { observe } from './observe.ts';
import { plan } from './plan.ts';
import { references } from './references.ts';
import { refuse } from './refuse.ts';
import { type InterfaceEndpointSpec, type InterfaceEndpointStatus, resource } from './schema.ts';
import { status } from './status.ts';

/** An interface VPC endpoint: a service's private addresses in chosen subnets, with its names and what would fail in which zone. */
export const interfaceEndpoint: Kind<InterfaceEndpointSpec, InterfaceEndpointStatus, Facts, Action> = {
  resource,
  references,
  refuse,
  observe,
  plan,
  apply,
  status,
  fleet: { listing: endpointListing, idOf: ({ endpointID }) => endpointID },
};
