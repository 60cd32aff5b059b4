import type { ChangeInfo, GetChangeRequest, GetChangeResponse } from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { RouteChange } from '../world-dns.ts';
import { bareID, newRouteID } from './zone-ids.ts';

interface Submission {
  readonly comment?: string | undefined;
  /** Makes DNS answer by the change, once it is INSYNC. */
  readonly publish: () => void;
}

/** Starts a change that is PENDING, and INSYNC after a while. */
export function submitChange({ comment, publish }: Submission, { world, account }: Caller): ChangeInfo {
  const change: RouteChange = { id: newRouteID('C', world), account, submittedAt: world.clock.now(), comment, status: 'PENDING' };
  world.routeChanges.set(change.id, change);
  world.after(world.settings.routeChangeMs, () => {
    change.status = 'INSYNC';
    publish();
  });
  return changeView(change);
}

/** Only the account that submitted a change sees it. */
export function getChange(input: Checked<GetChangeRequest>, { world, account }: Caller): GetChangeResponse {
  const change = world.routeChanges.get(bareID(input.Id));
  if (!change || change.account !== account) {
    throw new ApiError('NoSuchChange', `Could not find resource with ID: ${bareID(input.Id)}`, 404);
  }
  return { ChangeInfo: changeView(change) };
}

function changeView({ id, status, submittedAt, comment }: RouteChange): ChangeInfo {
  return {
    Id: `/change/${id}`,
    Status: status,
    SubmittedAt: new Date(submittedAt),
    ...(comment === undefined ? {} : { Comment: comment }),
  };
}
