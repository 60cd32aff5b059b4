import type { Ports } from '../aws/ports.ts';
import type { Place } from '../core/plan.ts';
import type { CommonSpec, CommonStatus, Live, Refusal } from '../kinds/kind.ts';
import { type AccessScope, isRefusal, resolveAccess } from './access.ts';
import type { AnyKind, Engine } from './engine.ts';

/** Another account or Region, as one object may act there. */
export interface Elsewhere {
  readonly scope: { readonly access: AccessScope; readonly region: string };
  readonly aws: Ports;
}

/** An object that has parts outside of `home`, its own account and Region. */
export interface Traveller {
  readonly kind: AnyKind;
  readonly object: Live<CommonSpec, CommonStatus>;
  readonly home: { readonly access: AccessScope; readonly region: string };
}

/** An access serves a part of an object as it serves the object: if it admits the namespace. */
export function elsewhere(engine: Engine, { kind, object, home }: Traveller, place: Place): Elsewhere | Refusal {
  const { namespace, name } = object.metadata;
  const access = place.accessRef === undefined ? home.access : resolveAccess({ namespace, accessRef: place.accessRef }, engine.references);
  if (isRefusal(access)) return access;
  const region = place.region ?? home.region;
  return { scope: { access, region }, aws: engine.ports(access, region, `${kind.resource.kind} ${namespace}/${name}`) };
}
