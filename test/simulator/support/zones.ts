import type { HostedZone, Route53, VPC } from '@aws-sdk/client-route-53';
import type { Vpc } from '../../../src/simulator/world.ts';

let references = 0;

export function vpcOf({ id, region }: Vpc): VPC & { VPCId: string } {
  return { VPCId: id, VPCRegion: region as VPC['VPCRegion'] };
}

/** Makes a zone, private where VPCs are given: in the first at its create, then in the others. */
export async function makeZone(route53: Route53, name: string, vpcs: readonly Vpc[] = []): Promise<HostedZone & { Id: string }> {
  references += 1;
  const [first, ...others] = vpcs;
  const { HostedZone: zone } = await route53.createHostedZone({
    Name: name,
    CallerReference: `reference ${references}`,
    ...(first ? { VPC: vpcOf(first) } : {}),
  });
  if (zone?.Id === undefined) throw new Error('no zone was made');
  for (const vpc of others) await route53.associateVPCWithHostedZone({ HostedZoneId: zone.Id, VPC: vpcOf(vpc) });
  return { ...zone, Id: zone.Id };
}
