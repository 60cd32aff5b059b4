import type { VPC } from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Vpc } from '../world.ts';
import { invalidInput } from './errors.ts';

/** The VPC that a request names with its Region, whoever owns it, or undefined if there is none. */
export function namedVPC(vpc: VPC, { world }: Caller): Vpc | undefined {
  const { id, region } = vpcReference(vpc);
  const found = world.vpcs.get(id);
  return found?.region === region ? found : undefined;
}

export function vpcReference({ VPCId: id, VPCRegion: region }: VPC): { readonly id: string; readonly region: string } {
  if (id === undefined || region === undefined) throw invalidInput('VPC must have both VPCId and VPCRegion');
  return { id, region };
}

/** The caller's VPC; one that does not exist and one of another account are told alike. */
export function ownVPC(vpc: VPC, caller: Caller): Vpc {
  const found = namedVPC(vpc, caller);
  if (found?.account === caller.account) return found;
  throw invalidVPC(vpc);
}

export function invalidVPC({ VPCId: id }: VPC): ApiError {
  return new ApiError('InvalidVPCId', `The VPC: ${id ?? ''} you provided is not authorized to make the association.`);
}
