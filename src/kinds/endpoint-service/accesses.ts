import type { AccessUse } from '../kind.ts';
import type { EndpointServiceSpec, EndpointServiceStatus } from './schema.ts';

/** Accesses to the zones in which values of ours stand or are to stand: the domain may be another account's. */
export function accesses({
  spec,
  status,
}: {
  readonly spec: Partial<EndpointServiceSpec>;
  readonly status: Partial<EndpointServiceStatus>;
}): readonly AccessUse[] {
  const wanted = spec.privateDNS?.verification?.accessRef;
  return [
    ...(wanted === undefined ? [] : [{ accessRef: wanted.name, accountID: undefined }]),
    ...(status.privateDNS?.published ?? []).flatMap(({ accessRef, accountID }) =>
      accessRef === undefined ? [] : [{ accessRef: accessRef.name, accountID }],
    ),
  ];
}
