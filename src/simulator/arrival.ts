import type { IncomingCall } from './engine.ts';
import { ApiError } from './handler.ts';
import { callerOf } from './identity.ts';
import type { JournalEntry } from './journal.ts';
import type { ServiceName } from './operations.ts';
import type { readAuthorization } from './wire/authorization.ts';
import { unknownAction } from './wire/codes.ts';
import type { FormNode } from './wire/form.ts';
import { apiVersions } from './wire/versions.ts';
import type { World } from './world.ts';

interface Arrived {
  readonly authorization: ReturnType<typeof readAuthorization>;
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

/** Who calls what, or an `UnidentifiedCall`. */
export function identified(world: World, { authorization, form }: Arrived): Pick<IncomingCall, 'service' | 'action' | 'caller'> {
  if (authorization instanceof ApiError) throw new UnidentifiedCall(authorization);
  const { service } = authorization;
  const action = form.children.get('Action')?.value ?? '';
  const version = form.children.get('Version')?.value ?? '';
  if (version !== apiVersions[service]) throw new UnidentifiedCall(unknownAction(action, version));
  try {
    return { service, action, caller: callerOf(world, service, authorization) };
  } catch (error) {
    throw error instanceof ApiError ? new UnidentifiedCall(error) : error;
  }
}

/** The journal's line of a call whose caller is unknown. */
export function unidentifiedEntry(
  { refusal }: UnidentifiedCall,
  { service, form, time }: { readonly service: ServiceName; readonly form: FormNode; readonly time: number },
): JournalEntry {
  const action = form.children.get('Action')?.value ?? '';
  return { time, account: '', region: '', principal: '', service, action, parameters: {}, outcome: { code: refusal.code } };
}
