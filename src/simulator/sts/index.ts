import type { AssumeRoleRequest, AssumeRoleResponse, GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { AssumeRole$, GetCallerIdentity$ } from '@aws-sdk/client-sts';
import type { Caller } from '../handler.ts';
import type { Checked, Operations } from '../operations.ts';
import { operation } from '../operations.ts';
import { assumeRole } from './assume-role.ts';

function getCallerIdentity(_input: Checked<GetCallerIdentityRequest>, { account, principal, world }: Caller): GetCallerIdentityResponse {
  const session = [...world.sessions.values()].find((candidate) => candidate.principal === principal);
  return { Account: account, Arn: principal, UserId: session?.userID ?? account };
}

export const stsOperations: Operations = [
  operation<GetCallerIdentityRequest, GetCallerIdentityResponse>(GetCallerIdentity$, { reads: [], run: getCallerIdentity }),
  operation<AssumeRoleRequest, AssumeRoleResponse>(AssumeRole$, {
    reads: ['RoleArn', 'RoleSessionName', 'DurationSeconds', 'ExternalId'],
    run: assumeRole,
  }),
];
