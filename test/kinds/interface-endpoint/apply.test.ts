import { describe, expect, test } from 'vitest';
import type { Writes } from '../../../src/aws/ports.ts';
import { pendingCreate } from '../../../src/core/tokens.ts';
import type { Action } from '../../../src/kinds/interface-endpoint/action.ts';
import { apply } from '../../../src/kinds/interface-endpoint/apply.ts';
import { endpointID } from './support/builders.ts';

interface Sent {
  readonly call: string;
  readonly input: unknown;
}

/** Ports that remember what they were sent and answer `reply`. */
function recorder(reply: object = {}): { readonly sent: Sent[]; readonly aws: Writes } {
  const sent: Sent[] = [];
  const aws = new Proxy(
    {},
    { get: (_target, call) => async (input: unknown) => (sent.push({ call: String(call), input }), reply) },
  ) as Writes;
  return { sent, aws };
}

const intent = pendingCreate('c1', 'uid-1', { attempt: 1, request: { VpcId: 'vpc-1', ServiceName: 's' } });
const owner = 'privatelink-operator.io';
const calls: Record<string, readonly [Action, string, object]> = {
  'a create sends the recorded request with its token': [
    { type: 'Create', intent },
    'createVpcEndpoint',
    { VpcId: 'vpc-1', ServiceName: 's', ClientToken: intent.token },
  ],
  'a change is one call': [
    { type: 'Modify', endpointID, change: { AddSubnetIds: ['subnet-1'], ResetPolicy: true } },
    'modifyVpcEndpoint',
    { VpcEndpointId: endpointID, AddSubnetIds: ['subnet-1'], ResetPolicy: true },
  ],
  'private DNS goes on by itself': [
    { type: 'EnablePrivateDNS', endpointID },
    'modifyVpcEndpoint',
    { VpcEndpointId: endpointID, PrivateDnsEnabled: true },
  ],
  'tags are set': [
    { type: 'Tag', endpointID, tags: { a: 'b' } },
    'createTags',
    { Resources: [endpointID], Tags: [{ Key: 'a', Value: 'b' }] },
  ],
  'tags are removed by key': [{ type: 'Untag', endpointID, keys: ['a'] }, 'deleteTags', { Resources: [endpointID], Tags: [{ Key: 'a' }] }],
  'a re-claim sets the UID alone': [
    { type: 'Reclaim', endpointID, uid: 'u2' },
    'createTags',
    { Resources: [endpointID], Tags: [{ Key: `${owner}/uid`, Value: 'u2' }] },
  ],
  'a release sets one tag': [
    { type: 'Release', endpointID, destructive: true },
    'createTags',
    { Resources: [endpointID], Tags: [{ Key: `${owner}/released`, Value: 'true' }] },
  ],
  'a delete names one endpoint': [
    { type: 'Delete', endpointID, destructive: true },
    'deleteVpcEndpoints',
    { VpcEndpointIds: [endpointID] },
  ],
};

describe('one action, one call', () => {
  test.each(Object.entries(calls))('%s', async (_name, [action, call, input]) => {
    const { sent, aws } = recorder();
    const handler = apply[action.type] as (action: Action, aws: Writes) => Promise<unknown>;
    expect(await handler(action, aws)).toEqual({ result: 'done' });
    expect(sent).toEqual([{ call, input }]);
  });
});

const remove = async (code: string): Promise<unknown> => {
  const { aws } = recorder({ Unsuccessful: [{ ResourceId: endpointID, Error: { Code: code, Message: 'in the words of AWS' } }] });
  return apply.Delete({ type: 'Delete', endpointID, destructive: true }, aws);
};

test('a create answers the ID of what it made', async () => {
  const { aws } = recorder({ VpcEndpoint: { VpcEndpointId: endpointID } });
  expect(await apply.Create({ type: 'Create', intent }, aws)).toEqual({ result: 'done', id: endpointID });
});

test('an Unsuccessful item inside a reply of 200 is a failure', async () => {
  expect(await remove('DependencyViolation')).toMatchObject({
    result: 'failed',
    failure: { class: 'dependency', code: 'DependencyViolation', message: 'in the words of AWS' },
  });
});

test('an Unsuccessful item for what is not there is what was asked for', async () => {
  expect(await remove('InvalidVpcEndpoint.NotFound')).toEqual({ result: 'done' });
});
