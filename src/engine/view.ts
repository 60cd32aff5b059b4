import type { CallName, Ports } from '../aws/ports.ts';
import { actionOf } from '../aws/calls.ts';
import type { Identity } from '../core/ownership.ts';
import type { Recent } from '../core/recent.ts';
import type { CommonSpec, Age, CommonStatus, Live, View } from '../kinds/kind.ts';
import type { AccessScope } from './access.ts';
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
}

export function createView(engine: Engine, { kind, object, access, region, accountID, aws, recent, fresh }: ViewOf): View {
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
  };
}
