import type { JsonObject } from './json.ts';
import type { Cause } from './status.ts';

/** What differs from type to type in how objects are created and updated; the name is the API server's own. */
export interface Strategy {
  /** An object as it is read, be it from a request or from storage: pruned and defaulted. */
  decode(object: JsonObject): JsonObject;
  prepareForCreate(object: JsonObject): JsonObject;
  /** `part` is the subresource, or the main one. Both objects are decoded. */
  prepareForUpdate(update: { readonly object: JsonObject; readonly old: JsonObject; readonly part: Part }): JsonObject;
  validate(object: JsonObject, part: Part): readonly Cause[];
  /** Whether an update without a resourceVersion is taken for one of the newest version. */
  readonly allowUnconditionalUpdate: boolean;
  /** The group that a refusal names, where it is not the type's. */
  readonly validationGroup?: string;
  /** A deletion that waits, for finalizers or for the type's own reasons; undefined where the object goes at once. */
  prepareForDelete(object: JsonObject, now: string): JsonObject | undefined;
  /** Whether an update that leaves no metadata.finalizers ends an object that is being deleted. */
  endsWithFinalizers(object: JsonObject): boolean;
}

export type Part = 'main' | 'status';
