import type { Kind } from '../kind.ts';
import { accesses } from './accesses.ts';
import type { Action } from './action.ts';
import { apply } from './apply.ts';
import type { Facts } from './facts.ts';
import { observe } from './observe.ts';
import { plan } from './plan.ts';
import { references } from './references.ts';
import { refuse } from './refuse.ts';
import { type PrivateHostedZoneSpec, type PrivateHostedZoneStatus, resource } from './schema.ts';
import { status } from './status.ts';

/** A private hosted zone that many VPCs share: a private name leads to one endpoint in all of them, across accounts. */
export const privateHostedZone: Kind<PrivateHostedZoneSpec, PrivateHostedZoneStatus, Facts, Action> = {
  resource,
  references,
  refuse,
  accesses,
  observe,
  plan,
  apply,
  status,
  fleet: { idOf: ({ hostedZoneID }) => hostedZoneID },
};
