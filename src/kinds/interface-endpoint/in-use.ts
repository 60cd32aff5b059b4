import type { Facts } from './facts.ts';

/** Why the endpoint does not go yet, in sentences: a record would lead to nothing, and its zone falls back to no other answer. */
export function inUse({ records }: Pick<Facts, 'records'>, endpointID: string): string {
  const [needed, leaving] = [records.filter(({ isLeaving }) => !isLeaving), records.filter(({ isLeaving }) => isLeaving)];
  const sentences = [
    ...needed.map(
      ({ zone, record }) =>
        `PrivateHostedZone ${zone} has a record ${record} that leads to ${endpointID}: delete the record or the zone first.`,
    ),
    ...leaving.map(
      ({ zone, record }) =>
        `PrivateHostedZone ${zone} is taking away its record ${record} to ${endpointID}, a zone that goes its VPCs first. The deletion goes on by itself after that.`,
    ),
  ];
  return `InUse: ${sentences.slice(0, mostNamed).join(' ')}${sentences.length > mostNamed ? ` And ${sentences.length - mostNamed} more.` : ''}`;
}

const mostNamed = 5;
