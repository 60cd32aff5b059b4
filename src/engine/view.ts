import type { Access } from '../aws/access.ts';
import type { CallName, Ports } from '../aws/ports.ts';
import { actionOf } from '../aws/calls.ts';
import type { Identity } from '../core/ownership.ts';
import type { Failure } from '../core/outcome.ts';
import type { Place } from '../core/plan.ts';
import type { Recent } from '../core/recent.ts';
import type { CommonSpec, Age, CommonStatus, Live, Refusal, View } from '../kinds/kind.ts';
import { type AccessScope, isRefusal } from './access.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { AnyKind, Engine } from './engine.ts';

export interface ViewOf {
  readonly kind: AnyKind;
  readonly object: Live<CommonSpec, CommonStatus>;
  readonly access: AccessScope;
  readonly region: string;
  readonly accountID: string;
  readonly aws: Ports;
  readonly recent: Recent;
  /** Somebody asked for a pass with fresh eyes: nothing older than this moment counts. */
  readonly fresh: boolean;
  readonly at: (place: Place) => Elsewhere | Refusal;
}

export function createView(engine: Engine, { kind, object, access, region, accountID, aws, recent, fresh, at }: ViewOf): View {
  const now = engine.clock.now();
  const { name, namespace, uid } = object.metadata;
  const identity: Identity = { cluster: engine.config.clusterID, kind: kind.resource.kind, namespace, name, uid };
  const aged = (age: Age): Age => (fresh ? { maxAge: 0, after: Math.max(now, age.after ?? 0) } : age);
  const scope = { access, region };
  return {
    now,
    identity,
    accountID,
    region,
    periods: engine.config.periods,
    recent,
    objects: engine.references,
    read: (call, input, age) => engine.reader.read(scope, aws, call, input, aged(age)),
    list: (listing, age) => engine.fleet.list(scope, aws, listing, aged(age)),
    failure: (call: CallName, code: string, message: string) => ({ class: 'terminal', code, message, call: actionOf(call) }),
    at: async (place) => {
      const there = at(place);
      if (isRefusal(there)) return { state: 'missing', ...there };
      const caller = await engine.reader.read(there.scope, there.aws, 'getCallerIdentity', {}, identityAge);
      if (!caller.known) return { state: 'unknown', failure: caller.failure, message: identityUnknown(there.scope.access, caller.failure) };
      const read: View['read'] = (call, input, age) => engine.reader.read(there.scope, there.aws, call, input, aged(age));
      return { state: 'found', value: { accountID: caller.value.Account ?? '', region: there.scope.region, read } };
    },
  };
}

/** Whose identity an access is does not change under it. */
export const identityAge: Age = { maxAge: 3_600_000 };

export function identityUnknown({ roleARN }: Access, { message }: Failure): string {
  return `Cannot use ${roleARN ?? "the operator's own identity"}: ${message}`;
}
