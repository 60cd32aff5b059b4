import { canonicalJSON } from '../../core/tokens.ts';
import { tagDifference } from '../common/tags.ts';
import type { Action, Change } from './action.ts';
import { decisions } from './acceptance.ts';
import type { Assessment, EndpointServiceInput } from './assessment.ts';
import { isActive } from './facts.ts';
import { isPublished, publicSince } from './record-changes.ts';
import { isVerified, type Service } from './service.ts';

const minute = 60_000;

/** All that differs between a service that is ours and what is wanted of it. Parts are independent; AWS takes each in one call. */
export function differences(input: EndpointServiceInput, assessment: Assessment, service: Service): Action[] {
  if (service.state !== 'available') return [];
  return [
    ...modifications(input, assessment, service),
    ...principalChanges(input, service),
    ...decisions(input, service),
    ...verification(input, service),
    ...tagActions(input, service),
  ];
}

function modifications(input: EndpointServiceInput, assessment: Assessment, service: Service): Action[] {
  const { spec } = input.object;
  const usable = new Set(assessment.balancers.filter(isActive).map(({ arn }) => arn));
  const add = [...usable].filter((arn) => !service.loadBalancerARNs.includes(arn)).toSorted();
  const name = spec.privateDNS?.name;
  const change: Change = {
    ...(add.length === 0 ? {} : { AddNetworkLoadBalancerArns: add }),
    ...(assessment.surplus.length === 0 ? {} : { RemoveNetworkLoadBalancerArns: [...assessment.surplus] }),
    ...(spec.acceptance.required === service.acceptanceRequired ? {} : { AcceptanceRequired: spec.acceptance.required }),
    ...(name === service.privateDNS?.name ? {} : name === undefined ? { RemovePrivateDnsName: true } : { PrivateDnsName: name }),
    ...addressTypeChange(service),
  };
  if (Object.keys(change).length > 0) return [{ type: 'Modify', serviceID: service.id, change }];
  return resync(input, assessment, service);
}

function addressTypeChange({ addressTypes }: Service): Change {
  const remove = addressTypes.filter((type): type is 'ipv6' => type === 'ipv6');
  return {
    ...(addressTypes.includes('ipv4') || addressTypes.length === 0 ? {} : { AddSupportedIpAddressTypes: ['ipv4'] }),
    ...(remove.length === 0 ? {} : { RemoveSupportedIpAddressTypes: remove }),
  };
}

/** AWS takes a load balancer's new zone into the service only on a modification, if need be an empty one (terraform-provider-aws 40809). */
function resync({ recent, now }: EndpointServiceInput, { balancers }: Assessment, service: Service): Action[] {
  const ready = balancers.filter((balancer) => isActive(balancer) && service.loadBalancerARNs.includes(balancer.arn));
  const zones = [...new Map(ready.flatMap((balancer) => balancer.zones.map((zone) => [zone.zoneID, zone.zoneName] as const)))].toSorted(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  const gained = zones.filter(([id, name]) => !service.zones.includes(id) && !service.zones.includes(name));
  if (gained.length === 0 || service.zones.length === 0) return [];
  const action: Action = { type: 'Resync', serviceID: service.id, zones: zones.map(([id]) => id) };
  const last = recent.tries['Resync'];
  const again = last === undefined || now - last.at >= 5 * minute || last.key !== canonicalJSON(action);
  return again ? [action] : [];
}

function principalChanges({ object, facts }: EndpointServiceInput, service: Service): Action[] {
  if (facts.principals.state !== 'present') return [];
  const { add, remove } = principalDifference(object.spec.allowedPrincipals ?? [], facts.principals.value);
  return add.length + remove.length === 0 ? [] : [{ type: 'Principals', serviceID: service.id, add, remove }];
}

/** Principals are an exclusive set: what others added goes. */
export function principalDifference(
  wanted: readonly string[],
  held: readonly string[],
): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  return { add: wanted.filter((one) => !held.includes(one)).toSorted(), remove: held.filter((one) => !wanted.includes(one)).toSorted() };
}

/**
 * At once, when somebody asks, and every ten minutes, doubling to an hour, while the name is not verified; where the record is ours to
 * write, not before public DNS has it, and anew when it has been written anew.
 */
function verification(input: EndpointServiceInput, service: Service): Action[] {
  const { object, recent, now } = input;
  const { name, verification: ours } = object.spec.privateDNS ?? {};
  if (name === undefined || service.privateDNS?.name !== name || isVerified(service.privateDNS)) return [];
  if (ours !== undefined && !(isPublished(input) && now >= publicSince(input))) return [];
  const last = recent.tries['StartVerification'];
  const action: Action = { type: 'StartVerification', serviceID: service.id, name, record: service.privateDNS.record?.value };
  // A try that failed is due when the engine lets it go again.
  if (last === undefined || last.key !== canonicalJSON(action) || last.outcome.result === 'failed') return [action];
  const asked = object.metadata.annotations['privatelink-operator.io/reconcile-requested-at'];
  const due = now - last.at >= Math.min(60 * minute, 10 * minute + (last.at - last.firstAt));
  const rewritten = ours !== undefined && last.at < publicSince(input);
  return due || rewritten || (asked !== undefined && asked !== object.status.lastHandledReconcileAt) ? [action] : [];
}

function tagActions({ object, identity }: EndpointServiceInput, service: Service): Action[] {
  const { wrong, stale } = tagDifference(object, identity, service.tags);
  return [
    ...(wrong === undefined ? [] : [{ type: 'Tag' as const, serviceID: service.id, tags: wrong }]),
    ...(stale === undefined ? [] : [{ type: 'Untag' as const, serviceID: service.id, keys: stale }]),
  ];
}
