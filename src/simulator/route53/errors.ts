import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';

export function invalidInput(message: string): ApiError {
  return new ApiError('InvalidInput', message);
}

/** Refuses a text that is longer than the model allows. */
export function checkLength(name: string, text: string | undefined, longest: number): void {
  if (text !== undefined && text.length > longest) throw invalidInput(`${name} has more than ${longest} characters`);
}

/** The words that AWS has for a hosted zone of another account (terraform 17611). */
export function notAuthorized({ principal }: Caller): ApiError {
  return new ApiError('AccessDenied', `User: ${principal} is not authorized to access this resource`, 403);
}
