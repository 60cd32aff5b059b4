import * as route53 from '@aws-sdk/client-route-53';
import type { Bucket } from './bucket.ts';

/** What one account may call of Route 53 altogether, in all Regions (the rules of 2026, as carried in the notes on AWS). */
export const route53Account: Bucket = { capacity: 50, refillPerSecond: 10 };

const each: Bucket = { capacity: 50, refillPerSecond: 10 };
const create: Bucket = { capacity: 40, refillPerSecond: 2 };
const remove: Bucket = { capacity: 40, refillPerSecond: 5 };
const associate: Bucket = { capacity: 20, refillPerSecond: 5 };
const disassociate: Bucket = { capacity: 10, refillPerSecond: 5 };

/**
 * The Region that a partition's Route 53 wants requests to be signed for, whatever the Region of the VPCs. The SDK sees to it by itself only for
 * AWS's own endpoint (source: the endpoint rules of client-route-53).
 */
export function route53Region(region: string): string {
  if (region.startsWith('cn-')) return 'cn-northwest-1';
  if (region.startsWith('us-gov-')) return 'us-gov-west-1';
  return region.startsWith('eusc-') ? 'eusc-de-east-1' : 'us-east-1';
}

type Reply = Readonly<Record<string, unknown>>;

/** The beginning of the next page of a list that has no page token; undefined after the last. */
type NextPage = (reply: Reply, asked: Reply) => Reply | undefined;

/** Zones in the order of their names, from the one asked for on: what follows the last zone of that name is another's. */
const nextOfName: NextPage = ({ IsTruncated, NextDNSName, NextHostedZoneId }, { DNSName }) =>
  IsTruncated === true && sameName(NextDNSName, DNSName) ? { DNSName: NextDNSName, HostedZoneId: NextHostedZoneId } : undefined;

/** All of the zone's, or where one name is asked for, those of that name. */
const nextRecord: NextPage = ({ IsTruncated, NextRecordName, NextRecordType, NextRecordIdentifier }, { StartRecordName }) =>
  IsTruncated === true && (StartRecordName === undefined || sameName(NextRecordName, StartRecordName))
    ? { StartRecordName: NextRecordName, StartRecordType: NextRecordType, StartRecordIdentifier: NextRecordIdentifier }
    : undefined;

function sameName(one: unknown, other: unknown): boolean {
  const plain = (name: unknown): string =>
    String(name)
      .toLowerCase()
      .replace(/\.$/, '')
      .replace(/^\\052(?=\.)/, '*');
  return plain(one) === plain(other);
}

/** The calls of Route 53, which is one for all Regions of a partition. */
export const route53Calls = {
  getHostedZone: {
    service: 'route53',
    command: route53.GetHostedZoneCommand,
    effect: 'read',
    items: undefined,
    sides: ['dns', 'provider'],
    bucket: each,
  },
  getChange: {
    service: 'route53',
    command: route53.GetChangeCommand,
    effect: 'read',
    items: undefined,
    sides: ['dns'],
    bucket: each,
  },
  listHostedZonesByName: {
    service: 'route53',
    command: route53.ListHostedZonesByNameCommand,
    effect: 'read',
    items: 'HostedZones',
    next: nextOfName,
    sides: ['dns'],
    bucket: each,
  },
  listHostedZonesByVPC: {
    service: 'route53',
    command: route53.ListHostedZonesByVPCCommand,
    effect: 'read',
    items: 'HostedZoneSummaries',
    sides: ['dns'],
    bucket: each,
  },
  listResourceRecordSets: {
    service: 'route53',
    command: route53.ListResourceRecordSetsCommand,
    effect: 'read',
    items: 'ResourceRecordSets',
    next: nextRecord,
    sides: ['dns', 'provider'],
    bucket: each,
  },
  listVPCAssociationAuthorizations: {
    service: 'route53',
    command: route53.ListVPCAssociationAuthorizationsCommand,
    effect: 'read',
    items: 'VPCs',
    sides: ['dns'],
    bucket: each,
  },
  listTagsForResources: {
    service: 'route53',
    command: route53.ListTagsForResourcesCommand,
    effect: 'read',
    items: undefined,
    sides: ['dns'],
    bucket: each,
  },
  createHostedZone: {
    service: 'route53',
    command: route53.CreateHostedZoneCommand,
    effect: 'write',
    items: undefined,
    sides: ['dns'],
    bucket: create,
  },
  deleteHostedZone: {
    service: 'route53',
    command: route53.DeleteHostedZoneCommand,
    effect: 'write',
    items: undefined,
    sides: ['dns'],
    bucket: remove,
  },
  changeResourceRecordSets: {
    service: 'route53',
    command: route53.ChangeResourceRecordSetsCommand,
    effect: 'write',
    items: undefined,
    sides: ['dns', 'provider'],
    bucket: each,
  },
  associateVPCWithHostedZone: {
    service: 'route53',
    command: route53.AssociateVPCWithHostedZoneCommand,
    effect: 'write',
    items: undefined,
    sides: ['dns'],
    bucket: associate,
  },
  disassociateVPCFromHostedZone: {
    service: 'route53',
    command: route53.DisassociateVPCFromHostedZoneCommand,
    effect: 'write',
    items: undefined,
    sides: ['dns'],
    bucket: disassociate,
  },
  createVPCAssociationAuthorization: {
    service: 'route53',
    command: route53.CreateVPCAssociationAuthorizationCommand,
    effect: 'write',
    items: undefined,
    sides: ['dns'],
    bucket: each,
  },
  deleteVPCAssociationAuthorization: {
    service: 'route53',
    command: route53.DeleteVPCAssociationAuthorizationCommand,
    effect: 'write',
    items: undefined,
    sides: ['dns'],
    bucket: each,
  },
  changeTagsForResource: {
    service: 'route53',
    command: route53.ChangeTagsForResourceCommand,
    effect: 'write',
    items: undefined,
    sides: ['dns'],
    bucket: each,
  },
} as const;
