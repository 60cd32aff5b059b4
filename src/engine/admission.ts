import type { Ports } from '../aws/ports.ts';
import type { Place } from '../core/plan.ts';
import type { Recent } from '../core/recent.ts';
import { type FailureContext, type Situation, situationOfFailure, wasAvailable, withRemedy } from '../core/readiness.ts';
import type { CommonSpec, CommonStatus, Live, Refusal, View } from '../kinds/kind.ts';
import { type AccessScope, isRefusal, namespaceUnknown, resolveAccess } from './access.ts';
import { freshPassRequested, pauseRequested } from './annotations.ts';
import { type Elsewhere, elsewhere } from './elsewhere.ts';
import { accessResource, type AnyKind, type Engine } from './engine.ts';
import type { Scope } from './reader.ts';
import { checkSpec } from './spec-check.ts';
import { createView, identityAge, identityUnknown } from './view.ts';

/** Whether an object may be worked on now, and if not, why: the same questions in the same order for every kind. */
export type Admission =
  | {
      readonly verdict: 'admitted';
      readonly view: View;
      readonly aws: Ports;
      /** The calls of another account or Region, if the object's namespace may use the access. */
      readonly portsAt: (place: Place) => Ports | Refusal;
      readonly recent: () => Recent;
    }
  /** Nothing of this object is looked at, let alone written, until somebody changes something. */
  | { readonly verdict: 'refused' | 'held'; readonly situation: Situation; readonly requeueAfter: number | undefined }
  | { readonly verdict: 'paused'; readonly situation: Situation; readonly message: string; readonly requeueAfter: undefined };

type Object = Live<CommonSpec, CommonStatus>;

const askAgain = 120_000;

export async function admit(engine: Engine, kind: AnyKind, object: Object): Promise<Admission> {
  const refusal = refusalOf(kind, object);
  if (refusal !== undefined) return { verdict: 'refused', situation: { row: 'stalled', ...refusal }, requeueAfter: undefined };
  if (pauseRequested(object)) {
    const message = `Paused by annotation${object.metadata.deletionTimestamp === undefined ? '' : '; deletion waits too'}. Remove privatelink-operator.io/paused to go on.`;
    return { verdict: 'paused', situation: { row: 'unchanged' }, message, requeueAfter: undefined };
  }
  const { spec } = object;
  const access = await accessOf(engine, object);
  if (isRefusal(access)) return held({ row: access.reason === namespaceUnknown ? 'retrying' : 'stalled', ...access });
  return admitToAccount(engine, kind, { object, access, region: spec.region ?? engine.config.region });
}

/**
 * The watch may be late with an access: before an object is pinned to an account that it has not named, the operator's own or that
 * of the only access seen, the API server is asked.
 */
async function accessOf(engine: Engine, { metadata, spec, status }: Object): Promise<AccessScope | Refusal> {
  const question = { namespace: metadata.namespace, accessRef: spec.accessRef?.name };
  const access = resolveAccess(question, engine.references);
  if (isRefusal(access) || spec.accessRef !== undefined || status.accountID !== undefined) return access;
  await engine.catchUp(accessResource);
  return resolveAccess(question, engine.references);
}

async function admitToAccount(
  engine: Engine,
  kind: AnyKind,
  { object, access, region }: { object: Object; access: AccessScope; region: string },
): Promise<Admission> {
  const { namespace, name } = object.metadata;
  const aws = engine.ports(access, region, `${kind.resource.kind} ${namespace}/${name}`);
  const recent = (): Recent => recentOf(engine, kind, { object, scope: { access, region } });
  const caller = await engine.reader.read({ access, region }, aws, 'getCallerIdentity', {}, identityAge);
  if (!caller.known) {
    const message = identityUnknown(access, caller.failure);
    const situation = withoutAccount(object, { failure: caller.failure, message, recent: recent(), now: engine.clock.now() });
    return { verdict: 'held', situation, requeueAfter: 30_000 };
  }
  const accountID = caller.value.Account ?? '';
  const moved = pinned(object, { accountID, region });
  if (moved !== undefined) return held(moved);
  if (freshPassRequested(object)) engine.memory.release(object.metadata.uid);
  const at = (place: Place): Elsewhere | Refusal => elsewhere(engine, { kind, object, home: { access, region } }, place);
  const fresh = freshPassRequested(object);
  const view = createView(engine, { kind, object, access, region, accountID, aws, recent: recent(), fresh, at });
  const portsAt = (place: Place): Ports | Refusal => {
    const there = at(place);
    return isRefusal(there) ? there : there.aws;
  };
  return { verdict: 'admitted', view, aws, portsAt, recent };
}

/** A deletion that cannot go on says why, however well the object was. */
function withoutAccount(object: Object, failing: Pick<FailureContext, 'failure' | 'message' | 'recent' | 'now'>): Situation {
  const previous = object.status.conditions ?? [];
  if (object.metadata.deletionTimestamp !== undefined) return { row: 'deleting', message: withRemedy(failing) };
  return situationOfFailure({ ...failing, wasAvailable: wasAvailable(previous), previous });
}

/** A good listing of the fleet that shows the object's resource is a good read of it, whether a pass looked at it or not. */
function recentOf(engine: Engine, kind: AnyKind, { object, scope }: { readonly object: Object; readonly scope: Scope }): Recent {
  const recent = engine.memory.recent(object.metadata.uid);
  const id = kind.fleet.idOf({ conditions: [], ...object.status });
  const { listing } = kind.fleet;
  const listedAt = id === undefined || listing === undefined ? undefined : engine.fleet.listedAt(scope, listing, id);
  return listedAt === undefined ? recent : { ...recent, lastGoodRead: Math.max(recent.lastGoodRead, listedAt) };
}

/** The API server refuses such specs; one may have been stored before the rule was there. */
function refusalOf(kind: AnyKind, object: Object): Refusal | undefined {
  const parsed = checkSpec(kind, object.spec);
  if (parsed.success) return kind.refuse?.(parsed.data);
  const { issues } = parsed.error;
  const notYet = issues.every((issue) => issue.code === 'custom' && issue.params?.['notYet'] === true);
  const words = issues.map(({ path, message }) => `${['spec', ...path].join('.')}: ${message}`).join('; ');
  return {
    reason: notYet ? 'NotSupported' : 'InvalidSpec',
    message: `${words}. Nothing is done for this object until it is corrected.`,
  };
}

/** The account and the Region are pinned at first sight: elsewhere the same names mean other resources. */
function pinned({ status }: Object, now: { readonly accountID: string; readonly region: string }): Situation | undefined {
  if (status.accountID !== undefined && status.accountID !== now.accountID) {
    return {
      row: 'stalled',
      reason: 'AccountChanged',
      message: `Was created in account ${status.accountID}, but its access now leads to ${now.accountID}. Restore the access; nothing is written until then.`,
    };
  }
  if (status.region !== undefined && status.region !== now.region) {
    return {
      row: 'stalled',
      reason: 'RegionChanged',
      message: `Was created in Region ${status.region}, but now asks for ${now.region}. Restore the Region; nothing is written until then.`,
    };
  }
  return undefined;
}

function held(situation: Situation): Admission {
  return { verdict: 'held', situation, requeueAfter: askAgain };
}
