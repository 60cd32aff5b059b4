import type { Output } from '../../aws/ports.ts';
import type { Reading } from '../../core/reading.ts';
import type { Lookup } from '../common/lookup.ts';
import type { AnyObject, View } from '../kind.ts';
import type { Balancer } from './facts.ts';
import type { EndpointServiceSpec } from './schema.ts';

type Term = EndpointServiceSpec['loadBalancers'][number];
type Raw = NonNullable<Output<'describeLoadBalancers'>['LoadBalancers']>[number];

export interface Resolved {
  readonly lookup: Lookup<Balancer>;
  /** Of the listing that a choice by tags or by host name rests on; a name or an ARN names one thing only. */
  readonly sequence: number | undefined;
}

/** DescribeTags of ELBv2 takes so many ARNs. */
const tagBatch = 20;

/** The load balancer that one term names: exactly one, a network load balancer. */
export async function resolveBalancer(term: Term, namespace: string, view: View): Promise<Resolved> {
  if (term.arn !== undefined) return named(await read(view, { LoadBalancerArns: [term.arn] }), `load balancer ${term.arn}`, view);
  if (term.name !== undefined) return named(await read(view, { Names: [term.name] }), `a load balancer named ${term.name}`, view);
  const all = await read(view, {});
  if (!all.known) return { lookup: failed(all, 'the load balancers'), sequence: undefined };
  const raws = all.value.LoadBalancers ?? [];
  const lookup =
    term.serviceRef === undefined
      ? await byTags(all.value.LoadBalancers ?? [], { wanted: term.tags ?? {}, after: all.begunAt }, view)
      : await byService(raws, { name: term.serviceRef.name, namespace }, view);
  return { lookup, sequence: all.sequence };
}

function read(view: View, input: object): Promise<Reading<Output<'describeLoadBalancers'>>> {
  return view.read('describeLoadBalancers', input, { maxAge: view.periods.listing });
}

async function named(reading: Reading<Output<'describeLoadBalancers'>>, what: string, view: View): Promise<Resolved> {
  if (!reading.known && reading.failure.class !== 'notFound') return { lookup: failed(reading, what), sequence: undefined };
  const raws = reading.known ? (reading.value.LoadBalancers ?? []) : [];
  return { lookup: await one(raws, what, view), sequence: undefined };
}

interface TagChoice {
  readonly wanted: Readonly<Record<string, string>>;
  readonly after: number;
}

/** The tags are read after the listing they belong to, so that two successive listings are two sightings of the tags as well. */
async function byTags(raws: readonly Raw[], { wanted, after }: TagChoice, view: View): Promise<Lookup<Balancer>> {
  const words = Object.entries(wanted)
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join(', ');
  const arns = raws.flatMap((raw) => raw.LoadBalancerArn ?? []).toSorted();
  const matching = new Set<string>();
  for (let start = 0; start < arns.length; start += tagBatch) {
    const reading = await view.read(
      'describeLoadBalancerTags',
      { ResourceArns: arns.slice(start, start + tagBatch) },
      { maxAge: view.periods.listing, after },
    );
    if (!reading.known) return failed(reading, "the load balancers' tags");
    for (const { ResourceArn = '', Tags = [] } of reading.value.TagDescriptions ?? []) {
      if (Object.entries(wanted).every(([key, value]) => Tags.some((tag) => tag.Key === key && tag.Value === value)))
        matching.add(ResourceArn);
    }
  }
  return one(
    raws.filter((raw) => matching.has(raw.LoadBalancerArn ?? '')),
    `a load balancer tagged ${words}`,
    view,
  );
}

async function byService(
  raws: readonly Raw[],
  reference: { readonly name: string; readonly namespace: string },
  view: View,
): Promise<Lookup<Balancer>> {
  const path = `Service ${reference.namespace}/${reference.name}`;
  const service = view.objects.get('Service', reference.namespace, reference.name);
  if (service === undefined) return missing('ServiceNotFound', `${path} does not exist. Create it, or correct spec.loadBalancers.`);
  const hosts = hostNames(service);
  if (hosts.length === 0)
    return missing('ServiceNotReady', `${path} has no load balancer's host name in its status yet; this goes on as soon as it has one.`);
  const found = raws.filter((raw) => hosts.includes((raw.DNSName ?? '').toLowerCase()));
  return one(found, `a load balancer of ${path} (${hosts.join(', ')})`, view);
}

function hostNames(service: AnyObject): readonly string[] {
  const status = service.status as { readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string }[] } } | undefined;
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ hostname }) => hostname?.toLowerCase() ?? []);
}

async function one(raws: readonly Raw[], what: string, view: View): Promise<Lookup<Balancer>> {
  const [raw] = raws;
  if (raw === undefined)
    return missing(
      'LoadBalancerNotFound',
      `There is no ${what.replace(/^an? /, '')} in account ${view.accountID}, ${view.region}. Create it, or correct spec.loadBalancers.`,
    );
  if (raws.length > 1) {
    const names = raws.map((each) => each.LoadBalancerName ?? '').toSorted();
    return missing(
      'LoadBalancerAmbiguous',
      `${raws.length} load balancers match where ${what} is asked for: ${names.slice(0, 5).join(', ')}. Make exactly one match.`,
    );
  }
  if (raw.Type !== 'network') {
    return missing(
      'LoadBalancerTypeNotSupported',
      `Load balancer ${raw.LoadBalancerName ?? ''} is of type ${raw.Type ?? 'unknown'}; this version publishes Network Load Balancers only.`,
    );
  }
  return { state: 'found', value: balancerOf(raw, await zoneIDs(view)) };
}

function balancerOf(raw: Raw, idOf: ReadonlyMap<string, string>): Balancer {
  return {
    arn: raw.LoadBalancerArn ?? '',
    name: raw.LoadBalancerName ?? '',
    state: raw.State?.Code ?? '',
    vpcID: raw.VpcId ?? '',
    zones: (raw.AvailabilityZones ?? [])
      .flatMap(({ ZoneName = '' }) => {
        const zoneID = idOf.get(ZoneName);
        return zoneID === undefined ? [] : [{ zoneName: ZoneName, zoneID }];
      })
      .toSorted((a, b) => (a.zoneID < b.zoneID ? -1 : 1)),
  };
}

/** This account's zone names → zone IDs. Empty where they cannot be read: there is no zone report then. */
export async function zoneIDs(view: View): Promise<ReadonlyMap<string, string>> {
  const reading = await view.read('describeAvailabilityZones', {}, { maxAge: view.periods.rare });
  return new Map(reading.known ? (reading.value.AvailabilityZones ?? []).map(({ ZoneName = '', ZoneId = '' }) => [ZoneName, ZoneId]) : []);
}

function missing(reason: string, message: string): Lookup<never> {
  return { state: 'missing', reason, message };
}

function failed(reading: Extract<Reading<unknown>, { known: false }>, what: string): Lookup<never> {
  return { state: 'unknown', failure: reading.failure, message: `Cannot look up ${what}: ${reading.failure.message}` };
}
