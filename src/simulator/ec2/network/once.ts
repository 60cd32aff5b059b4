import type { Caller } from '../../handler.ts';
import { oncePerToken } from '../privatelink/client-tokens.ts';

/** Once per client token, where SDKs fill the token in by themselves; without one, every call creates. */
export function once<Made extends object>(
  action: string,
  { input, caller }: { readonly input: { readonly ClientToken?: string | undefined }; readonly caller: Caller },
  create: () => Made,
): Made {
  return input.ClientToken === undefined ? create() : oncePerToken(action, { input, caller }, create);
}
