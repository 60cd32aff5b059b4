import type { JsonObject } from '../api-server/json.ts';
import type { Part } from '../api-server/strategy.ts';

export const customKinds = ['EndpointService', 'InterfaceEndpoint', 'PrivateLinkAccess'] as const;
export type CustomKind = (typeof customKinds)[number];
export type KindName = CustomKind | 'Namespace' | 'Event';

/** Which object: names are the history's own. `a` of the Namespaces is the one that the history's objects are in. */
export interface Target {
  readonly kind: KindName;
  readonly name: 'a' | 'b' | 'c';
}

/** An identity that a request carries: none, the object's as last seen, as seen so many sights ago, another object's, or nobody's. */
export type Sight = 'none' | 'foreign' | 'nonsense' | 'zero' | number;

/** One request. What it names by sight is put in when it is made, so that each server gets its own resourceVersions and UIDs. */
export type Step =
  | { readonly type: 'create'; readonly at: Target; readonly body: JsonObject }
  | { readonly type: 'get'; readonly at: Target; readonly part: Part }
  | { readonly type: 'list'; readonly kind: KindName; readonly everywhere: boolean; readonly limit: number }
  /** The next page of the kind's last list that had a limit. */
  | { readonly type: 'page'; readonly kind: KindName; readonly limit: number }
  | {
      readonly type: 'patch';
      readonly at: Target;
      readonly part: Part;
      readonly patch: JsonObject;
      readonly resourceVersion: Sight;
      readonly uid: Sight;
    }
  | { readonly type: 'delete'; readonly at: Target; readonly resourceVersion: Sight; readonly uid: Sight };

/** A watch from one of the resourceVersions that the answers had: the so manieth, counted round. */
export interface WatchStep {
  readonly kind: KindName;
  readonly from: number;
  readonly everywhere: boolean;
}

export interface History {
  /** What its objects are of. */
  readonly kinds: readonly CustomKind[];
  readonly steps: readonly Step[];
  /** At the end, when all that they will be told has happened. */
  readonly watches: readonly WatchStep[];
}
