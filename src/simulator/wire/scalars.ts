import type { NormalizedSchema } from '@smithy/core/schema';
import type { ApiError } from '../handler.ts';
import type { ServiceName } from '../operations.ts';
import { badRequest } from './codes.ts';
import { isWritable } from './text.ts';

/** Where in a request something stands, for refusals that name it. */
export interface Place {
  readonly service: ServiceName;
  /** As the client wrote it, such as `Filter.1.Name`. */
  readonly path: string;
}

export function at({ service, path }: Place, key: string): Place {
  return { service, path: path === '' ? key : `${path}.${key}` };
}

export function unknownMember({ service, path }: Place): ApiError {
  return badRequest(service, 'unknown', `The parameter ${path} is not recognized`);
}

export function invalid({ service, path }: Place, why: string): ApiError {
  return badRequest(service, 'invalid', `Invalid value for parameter ${path}: ${why}`);
}

export function readScalar(schema: NormalizedSchema, text: string, place: Place): unknown {
  if (schema.isBooleanSchema()) {
    if (text !== 'true' && text !== 'false') throw invalid(place, `'${text}' is not a boolean`);
    return text === 'true';
  }
  if (schema.isNumericSchema()) {
    // No number that is served has a fraction.
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(Number(text))) throw invalid(place, `'${text}' is not a whole number`);
    return Number(text);
  }
  if (schema.isTimestampSchema()) {
    const time = new Date(text);
    if (Number.isNaN(time.getTime())) throw invalid(place, `'${text}' is not a time`);
    return time;
  }
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'));
  if (!isWritable(text)) throw invalid(place, 'it has a control character');
  return text;
}
