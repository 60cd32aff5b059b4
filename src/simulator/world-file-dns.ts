import { applyBatch } from './route53/change-batch.ts';
import { checkNoConflict } from './route53/conflicts.ts';
import { normalName } from './route53/names.ts';
import { newHostedZone, publishZone } from './route53/new-hosted-zone.ts';
import { plainRecord } from './route53/record-sets.ts';
import { WorldFileError } from './world-file-error.ts';
import type { Site } from './world-file-names.ts';
import { freeID } from './world-file-names.ts';
import type { HostedZoneEntry, WorldFile } from './world-file-schema.ts';
import type { HostedZone } from './world-dns.ts';
import type { Vpc, World } from './world.ts';

export function addHostedZone(entry: HostedZoneEntry, { caller, place }: Site): HostedZone {
  const { world } = caller;
  const vpcs = entry.vpcs.map((id) => vpcByID(id, { world, place }));
  for (const vpc of vpcs) checkNoConflict(normalName(entry.name), vpc, caller);
  const parts = { name: entry.name, comment: entry.comment, vpc: vpcs[0], tags: new Map(Object.entries(entry.tags)) };
  const id = freeID(entry.id, world.hostedZones, `${place}: ${entry.name}`);
  const zone = newHostedZone({ ...parts, id, callerReference: `${place} of the world file` }, caller);
  for (const vpc of vpcs) zone.vpcs.set(vpc.id, vpc.region);
  const changes = entry.records.map(({ name, ...record }) => ({
    action: 'CREATE' as const,
    record: plainRecord({ ...record, name: normalName(name) }),
  }));
  const { records, problems } = applyBatch(changes, zone, world);
  if (problems.length > 0) throw new WorldFileError(`${place}: ${entry.name}: ${problems.join(', ')}`);
  zone.records = records;
  publishZone(zone);
  return zone;
}

export function addPeerings(pairs: WorldFile['peerings'], world: World): void {
  for (const [index, pair] of pairs.entries()) {
    for (const id of pair) vpcByID(id, { world, place: `peerings[${index}]` });
    world.peerings.push(pair);
  }
}

function vpcByID(id: string, { world, place }: { readonly world: World; readonly place: string }): Vpc {
  const vpc = world.vpcs.get(id);
  if (vpc) return vpc;
  throw new WorldFileError(`${place}: there is no VPC ${id}`);
}
