import type { ModifyVpcEndpointPayerResponsibilityRequest, ModifyVpcEndpointPayerResponsibilityResult } from '@aws-sdk/client-ec2';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import type { Endpoint } from '../../world.ts';
import { ownEndpoint } from './endpoint-lookup.ts';
import { invalidParameter } from './errors.ts';

type Entry = NonNullable<VpcEndpoint['PayerResponsibilities']>[number];

/** Who pays for an endpoint, scope by scope; its account pays unless something else was set. */
export function payerEntries({ payers }: Endpoint): Entry[] {
  const all = new Map([['vpc-endpoint-charges', 'vpc-endpoint-account'], ...(payers ?? [])]);
  return [...all].map(([Scope, PayerResponsibilityType]) => ({ Scope, PayerResponsibilityType }) as Entry);
}

/** Sets who pays. Resource gateways belong to endpoint types that the simulator does not have. */
export function modifyEndpointPayer(
  input: Checked<ModifyVpcEndpointPayerResponsibilityRequest>,
  caller: Caller,
): ModifyVpcEndpointPayerResponsibilityResult {
  const endpoint = ownEndpoint(input.VpcEndpointId, caller);
  if (input.Scope !== 'vpc-endpoint-charges' || input.PayerResponsibility === 'resource-gateway-account') {
    throw invalidParameter(`The endpoint ${endpoint.id} has no resource gateway that could pay.`);
  }
  endpoint.payers = new Map(endpoint.payers).set(input.Scope, input.PayerResponsibility);
  return { VpcEndpointId: endpoint.id, PayerResponsibilities: payerEntries(endpoint) };
}
