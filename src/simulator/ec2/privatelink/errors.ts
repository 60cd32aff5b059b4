import { ApiError } from '../../handler.ts';

/** What `Unsuccessful` holds for one resource of a bulk call that answers 200. */
export interface Unsuccessful {
  readonly ResourceId: string;
  readonly Error: { readonly Code: string; readonly Message: string };
}

export function unsuccessful(id: string, error: ApiError): Unsuccessful {
  return { ResourceId: id, Error: { Code: error.code, Message: error.message } };
}

/** Runs `each` for every ID; a refusal of one becomes its `Unsuccessful` item and does not stop the others. */
export function forEachID(ids: readonly string[], each: (id: string) => void): { Unsuccessful: Unsuccessful[] } {
  const failures: Unsuccessful[] = [];
  for (const id of new Set(ids)) {
    try {
      each(id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failures.push(unsuccessful(id, error));
    }
  }
  return { Unsuccessful: failures };
}

export function invalidParameter(message: string): ApiError {
  return new ApiError('InvalidParameter', message);
}

export function invalidServiceName(name: string): ApiError {
  return new ApiError('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);
}

/** IDs in a describe; an empty one means none was named, so that all are meant. */
export function namedIDs(ids: readonly string[] | undefined): readonly string[] {
  return (ids ?? []).filter((id) => id !== '');
}
