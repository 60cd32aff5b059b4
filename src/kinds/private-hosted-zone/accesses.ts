import type { AccessUse } from '../kind.ts';
import type { PrivateHostedZoneSpec, PrivateHostedZoneStatus } from './schema.ts';

/** The accesses into the accounts of VPCs: those that the spec names, and those of VPCs that are associated still. */
export function accesses({
  spec,
  status,
}: {
  readonly spec: PrivateHostedZoneSpec;
  readonly status: Partial<PrivateHostedZoneStatus>;
}): readonly AccessUse[] {
  const inUse = (status.vpcs ?? []).flatMap(({ accessRef, accountID }) => (accessRef === undefined ? [] : [{ accessRef, accountID }]));
  const named = (spec.vpcs ?? []).flatMap(({ accessRef }) =>
    accessRef === undefined ? [] : [{ accessRef: accessRef.name, accountID: undefined }],
  );
  const all = [...inUse, ...named];
  return all.filter((use, index) => all.findIndex(({ accessRef }) => accessRef === use.accessRef) === index);
}
