import type { IncomingCall } from './engine.ts';
import { ApiError } from './handler.ts';
import { callerOf, unsigned } from './identity.ts';
import type { JournalEntry } from './journal.ts';
import type { ServiceName } from './operations.ts';
import { findOperation } from './registry.ts';
import type { Signed } from './wire/authorization.ts';
import { isServed } from './wire/authorization.ts';
import { unknownAction } from './wire/codes.ts';
import type { FormNode } from './wire/form.ts';
import type { HttpRequest } from './wire/http-request.ts';
import { route } from './wire/rest-routes.ts';
import { apiOfVersion, apiVersions } from './wire/versions.ts';
import type { World } from './world.ts';

interface Arrived {
  /** Undefined for a request without a signature. */
  readonly signed: Signed | undefined;
  readonly request: HttpRequest;
  /** The request as a form, which that of a REST API is not. */
  readonly form: FormNode;
}

/** A call that was refused before it was known who calls what. */
export class UnidentifiedCall extends Error {
  readonly refusal: ApiError;

  constructor(refusal: ApiError) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** The API that a request is for: the one that it is signed for if that is served, else the one whose version it names. */
export function apiOf({ signed, request, form }: Arrived): ServiceName {
  if (signed && isServed(signed.service)) return signed.service;
  return request.path.startsWith(`/${apiVersions.route53}/`) ? 'route53' : apiOfVersion(member(form, 'Version'));
}

/** Who calls what, or an `UnidentifiedCall`. */
export function identified(world: World, arrived: Arrived): Pick<IncomingCall, 'service' | 'action' | 'caller'> {
  const { signed } = arrived;
  if (signed && !isServed(signed.service)) throw new UnidentifiedCall(notServed(signed.service));
  const service = apiOf(arrived);
  try {
    const action = actionOf(service, arrived);
    if (!signed) throw findOperation(service, action) ? unsigned(service) : unknownAction(action, apiVersions[service]);
    return { service, action, caller: callerOf(world, service, signed) };
  } catch (error) {
    throw error instanceof ApiError ? new UnidentifiedCall(error) : error;
  }
}

function actionOf(service: ServiceName, { request, form }: Arrived): string {
  if (service === 'route53') return route(request).action;
  const action = member(form, 'Action');
  const version = member(form, 'Version');
  if (version !== apiVersions[service]) throw unknownAction(action, version);
  return action;
}

function notServed(service: string): ApiError {
  return new ApiError('InvalidAction', `The simulator does not serve the API '${service}'.`);
}

function member(form: FormNode, name: string): string {
  return form.children.get(name)?.value ?? '';
}

/** The journal's line of a call whose caller is unknown. */
export function unidentifiedEntry({ refusal: { code } }: UnidentifiedCall, arrived: Arrived, time: number): JournalEntry {
  const service = apiOf(arrived);
  const unknown = { account: '', region: '', principal: '', parameters: {} };
  return { time, ...unknown, service, action: namedAction(service, arrived), outcome: { code } };
}

function namedAction(service: ServiceName, { request, form }: Arrived): string {
  if (service !== 'route53') return member(form, 'Action');
  try {
    return route(request).action;
  } catch {
    // No route leads there, as the refusal says.
    return '';
  }
}
