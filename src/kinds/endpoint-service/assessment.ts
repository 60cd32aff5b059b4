import { mapFact } from '../../core/reading.ts';
import { isConfirmedMissing } from '../../core/sightings.ts';
import { lifecycleStep, type Step } from '../common/lifecycle-step.ts';
import type { Lookup } from '../common/lookup.ts';
import type { Input } from '../kind.ts';
import { type Balancer, type Facts, isActive } from './facts.ts';
import { createRequest } from './request.ts';
import type { EndpointServiceSpec, EndpointServiceStatus } from './schema.ts';
import { type Service, seenOf } from './service.ts';

export type EndpointServiceInput = Input<EndpointServiceSpec, EndpointServiceStatus, Facts>;
export type Problem = Exclude<Lookup<never>, { readonly state: 'found' }>;

/** What the plan and the status both conclude from one input. */
export interface Assessment {
  readonly step: Step;
  /** The service as last read, tombstones excepted. */
  readonly service: Service | undefined;
  /** The first load balancer that cannot be used or could not be read. */
  readonly problem: Problem | undefined;
  readonly balancers: readonly Balancer[];
  /** Load balancers to take from the service: none while anything is in doubt, and never the last. */
  readonly surplus: readonly string[];
}

export function assess(input: EndpointServiceInput): Assessment {
  const { facts } = input;
  const service = facts.resource.state === 'present' && facts.resource.value.state !== 'deleted' ? facts.resource.value : undefined;
  const balancers = facts.balancers.flatMap((lookup) => (lookup.state === 'found' ? [lookup.value] : []));
  const problem = facts.balancers.find((lookup): lookup is Problem => lookup.state !== 'found') ?? notActive(balancers, service);
  const wanted = problem === undefined && balancers.length > 0 ? createRequest(input, balancers) : undefined;
  const step = lifecycleStep(input, {
    id: input.object.status.serviceID,
    resource: mapFact(facts.resource, (one) => seenOf(one, input.identity)),
    owned: mapFact(facts.owned, (services) => services.map((one) => seenOf(one, input.identity))),
    wanted,
  });
  return { step, service, problem, balancers, surplus: surplusOf(input, { service, balancers, problem }) };
}

/** Waited for, with words, instead of asked for and refused. */
function notActive(balancers: readonly Balancer[], service: Service | undefined): Problem | undefined {
  const waiting = balancers.find((balancer) => !isActive(balancer) && !(service?.loadBalancerARNs.includes(balancer.arn) ?? false));
  return waiting === undefined
    ? undefined
    : {
        state: 'missing',
        reason: 'LoadBalancerNotActive',
        message: `NLB ${waiting.name} is ${waiting.state}; it is taken into the service once it is active.`,
      };
}

/** What the spec names by name or ARN is definite; a choice by tags or by a Service's host name is believed after two listings. */
function surplusOf(
  { object, facts }: EndpointServiceInput,
  { service, balancers, problem }: Pick<Assessment, 'service' | 'balancers' | 'problem'>,
): readonly string[] {
  if (service === undefined || problem !== undefined || balancers.length === 0) return [];
  const definite = object.spec.loadBalancers.every((term) => term.arn !== undefined || term.name !== undefined);
  const arns = new Set(balancers.map(({ arn }) => arn));
  return service.loadBalancerARNs.filter((arn) => !arns.has(arn) && (definite || isConfirmedMissing(facts.sightings, arn)));
}

/** Load balancers that the spec no longer finds and that await their second sighting before they go. */
export function awaitsSighting({ object, facts }: EndpointServiceInput, { service, balancers, problem, surplus }: Assessment): boolean {
  if (service === undefined || problem !== undefined || facts.sightings === undefined || object.metadata.deletionTimestamp !== undefined)
    return false;
  const arns = new Set(balancers.map(({ arn }) => arn));
  return service.loadBalancerARNs.some((arn) => !arns.has(arn) && !surplus.includes(arn));
}
