import type { Mutant } from '../mutant.ts';

/** Bugs in reading AWS. */
export const observing: readonly Mutant[] = [
  {
    name: 'a failed read counts as absence',
    row: 'prototype: failed observation treated as absent',
    file: 'src/kinds/common/own-resource.ts',
    find: "if (!reading.known && reading.failure.class === 'notFound' && (reading.repeated || mayBeYoung)) return absent;",
    replace: 'if (!reading.known) return absent;',
  },
  {
    name: 'a failed look-up counts as nothing found',
    row: 'prototype: failed observation treated as absent',
    file: 'src/kinds/common/own-resource.ts',
    find: `  if (!listing.known) return unknown(listing.failure);
  const found =`,
    replace: `  if (!listing.known) return present([]);
  const found =`,
  },
  {
    name: 'an empty page ends the list',
    row: 'Leak: hive 2661, an empty first page with a token',
    file: 'src/engine/pages.ts',
    find: 'const beginning = nextPage(call, reply, input as Reply);',
    replace:
      'const beginning = (reply[calls[call].items] as readonly unknown[]).length === 0 ? undefined : nextPage(call, reply, input as Reply);',
  },
  {
    name: 'only the first page is read',
    row: 'Delete stuck: hypershift 7f3d41a850, paginate',
    file: 'src/engine/pages.ts',
    find: 'if (beginning === undefined) return',
    replace: 'if (page >= 0) return',
  },
  {
    name: 'principals compared place by place',
    row: 'prototype: comparison depends on order',
    file: 'src/kinds/endpoint-service/difference.ts',
    find: 'add: wanted.filter((one) => !held.includes(one)).toSorted()',
    replace: 'add: wanted.filter((one, place) => held[place] !== one).toSorted()',
  },
  {
    name: 'a private name before the endpoint is up',
    row: 'prototype: private DNS before acceptance; Private DNS: terraform-provider-aws 7148',
    file: 'src/kinds/interface-endpoint/request.ts',
    find: 'PrivateDnsEnabled: false,',
    replace: 'PrivateDnsEnabled: spec.privateDNS.enabled,',
  },
];
