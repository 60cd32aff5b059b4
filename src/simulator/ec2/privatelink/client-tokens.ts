import { canonical } from '../../canonical.ts';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';

interface Tokened {
  readonly ClientToken?: string | undefined;
}

/**
 * Runs a create once per client token: the same token with the same parameters gives the first call's resource, in
 * whatever state it is now, even deleted; with other parameters it is refused.
 */
export function oncePerToken<Resource extends object>(
  action: string,
  { input, caller }: { readonly input: Tokened; readonly caller: Caller },
  create: () => Resource,
): Resource {
  const { world, account, region } = caller;
  const { ClientToken: token } = input;
  if (token === undefined || token === '') {
    if (world.settings.requireClientTokens) throw new ApiError('MissingParameter', 'The request must contain the parameter ClientToken');
    return create();
  }
  if (!/^[\x21-\x7e]{1,64}$/.test(token)) throw new ApiError('InvalidClientToken', `Invalid client token: '${token}'`);
  const key = [account, region, action, token].join(' ');
  const parameters = canonical({ ...input, ClientToken: undefined, DryRun: undefined });
  const used = world.clientTokens.get(key);
  if (!used || world.clock.now() - used.usedAt >= world.settings.clientTokenLifetimeMs) {
    const original = create();
    world.clientTokens.set(key, { parameters, original, usedAt: world.clock.now() });
    return original;
  }
  if (used.parameters !== parameters) {
    throw new ApiError('IdempotentParameterMismatch', `The client token '${token}' was used before with other parameters.`);
  }
  // The key names the action, and one action makes one kind of resource.
  return used.original as Resource;
}
