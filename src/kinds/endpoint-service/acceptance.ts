import type { Action } from './action.ts';
import type { EndpointServiceInput } from './assessment.ts';
import type { Connection } from './facts.ts';
import type { EndpointServiceSpec } from './schema.ts';
import type { Service } from './service.ts';

type Rule = NonNullable<EndpointServiceSpec['acceptance']['rules']>[number];

/** What the rules say of the connections that wait. One that was rejected stays rejected: only its owner's new request is looked at. */
export function decisions({ object, facts }: EndpointServiceInput, service: Service): Action[] {
  if (facts.connections.state !== 'present') return [];
  const rules = object.spec.acceptance.rules ?? [];
  const waiting = facts.connections.value.filter(({ state }) => state === 'pendingacceptance');
  return (['Accept', 'Reject'] as const).flatMap((type): Action[] => {
    const endpointIDs = waiting.filter((connection) => decide(connection, rules) === type).map(({ endpointID }) => endpointID);
    return endpointIDs.length === 0 ? [] : [{ type, serviceID: service.id, endpointIDs }];
  });
}

/** The first rule that names the connection's account or endpoint decides; where it names both, both must fit. */
export function decide(connection: Connection, rules: readonly Rule[]): Rule['action'] | undefined {
  return rules.find(
    ({ accounts, endpointIDs }) =>
      (accounts === undefined || accounts.includes(connection.accountID)) &&
      (endpointIDs === undefined || endpointIDs.includes(connection.endpointID)),
  )?.action;
}
