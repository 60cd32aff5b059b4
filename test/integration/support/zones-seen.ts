import type { Seen } from '../../harness/scenario.ts';
import { hub, type ManyVPCs } from './many-vpcs.ts';

export function countsOf(words: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}

export function route53Writes(on: ManyVPCs): readonly string[] {
  return on
    .writes()
    .filter(({ service }) => service === 'route53')
    .map(({ action }) => action);
}

export function vpcOf(seen: Seen, id: string): Readonly<Record<string, unknown>> | undefined {
  return ((seen.status['vpcs'] ?? []) as readonly Readonly<Record<string, unknown>>[]).find((one) => one['id'] === id);
}

export async function associated(on: ManyVPCs, seen: Seen): Promise<readonly string[]> {
  const { VPCs = [] } = await on.route53(hub).getHostedZone({ Id: String(seen.status['hostedZoneID']) });
  return VPCs.map(({ VPCId }) => String(VPCId)).toSorted();
}

export async function authorized(on: ManyVPCs, seen: Seen): Promise<readonly unknown[]> {
  const { VPCs = [] } = await on.route53(hub).listVPCAssociationAuthorizations({ HostedZoneId: String(seen.status['hostedZoneID']) });
  return VPCs;
}

export function zonesLeft({ simulator: { world } }: ManyVPCs): readonly string[] {
  world.settle();
  return [...world.hostedZones.values()].filter(({ deletedAt }) => deletedAt === undefined).map(({ id }) => id);
}

export function recordsOf({ simulator: { world } }: ManyVPCs, seen: Seen): readonly string[] {
  const records = world.hostedZones.get(String(seen.status['hostedZoneID']))?.records.values() ?? [];
  return [...records].map(({ type, name }) => `${type} ${name}`).toSorted();
}

export function tagsOf({ simulator: { world } }: ManyVPCs, seen: Seen): readonly string[] {
  return [...(world.hostedZones.get(String(seen.status['hostedZoneID']))?.tags.keys() ?? [])];
}

export function tag({ simulator: { world } }: ManyVPCs, id: string, isShared: boolean): void {
  const vpc = world.vpcs.get(id);
  if (vpc === undefined) throw new Error(`no VPC ${id}`);
  if (isShared) vpc.tags.set('privatelink', 'shared');
  else vpc.tags.delete('privatelink');
  vpc.taggedAt = world.clock.now();
}

/** When the operator first made this call for this VPC. */
export async function untilCalled(on: ManyVPCs, action: string, id: string): Promise<number> {
  for (let waited = 0; waited < 300; waited += 1) {
    const found = on.calls(action).find(({ parameters }) => JSON.stringify(parameters).includes(id));
    if (found !== undefined) return found.time;
    await on.pass(1_000);
  }
  throw new Error(`${action} was not called for ${id} within five minutes`);
}
