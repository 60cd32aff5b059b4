import type { Input } from '../../aws/ports.ts';
import type { Identity } from '../../core/ownership.ts';
import type { FoundVPC } from './facts.ts';

export type CreateRequest = Omit<Input<'createHostedZone'>, 'CallerReference'>;

/** CreateHostedZone as it is recorded. Route 53 wants the first VPC in it, and takes no tags. */
export function createRequest({ domain }: { readonly domain: string }, first: FoundVPC, { namespace, name }: Identity): CreateRequest {
  return {
    Name: domain,
    VPC: { VPCId: first.id, VPCRegion: first.region as never },
    HostedZoneConfig: { Comment: `PrivateHostedZone ${namespace}/${name}`, PrivateZone: true },
  };
}
