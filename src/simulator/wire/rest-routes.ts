import * as route53 from '@aws-sdk/client-route-53';
import type { ApiError } from '../handler.ts';
import type { OperationSchema } from '../operations.ts';
import { unknownAction } from './codes.ts';
import type { HttpRequest } from './http-request.ts';
import { apiVersions } from './versions.ts';

/** What a request of the REST API names by its method and path. */
export interface Routed {
  readonly action: string;
  /** By member, decoded. */
  readonly labels: ReadonlyMap<string, string>;
}

interface Route {
  readonly action: string;
  readonly method: string;
  /** Between the slashes: a literal, or a label in braces. */
  readonly segments: readonly string[];
}

/** Every operation that AWS publishes, served or not, so that a refusal can name it. */
const routes: readonly Route[] = Object.values<unknown>(route53).filter(isOperation).map(routeOf);

function isOperation(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === 9;
}

function routeOf([, , action, traits]: OperationSchema): Route {
  // The SDK's type of traits says nothing of what a REST operation's hold.
  const { http } = traits as unknown as { readonly http: readonly [string, string, number] };
  return { action, method: http[0], segments: http[1].split('/') };
}

/** The operation that the request is for, or a refusal with the method and the path. */
export function route({ method, path }: Pick<HttpRequest, 'method' | 'path'>): Routed {
  // The AWS CLI ends some paths with a slash, which AWS's own model does not.
  const parts = path.replace(/\/$/, '').split('/').map(decoded);
  for (const candidate of routes) {
    const labels = candidate.method === method ? labelsOf(candidate, parts) : undefined;
    if (labels) return { action: candidate.action, labels };
  }
  throw unknownRoute(method, path);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not percent-encoded, so no client made it: it stays as it is, and matches no literal.
    return part;
  }
}

function labelsOf({ segments }: Route, parts: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (segments.length !== parts.length) return undefined;
  const labels = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (segment.startsWith('{') && part !== '') labels.set(segment.slice(1, -1), part);
    else if (segment !== part) return undefined;
  }
  return labels;
}

function unknownRoute(method: string, path: string): ApiError {
  return unknownAction(`${method} ${path}`, apiVersions.route53);
}
