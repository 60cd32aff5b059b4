import type { Failure } from '../../core/outcome.ts';
import { sentence } from '../../core/sentence.ts';
import { whose } from '../common/ownership-words.ts';
import type { Action } from './action.ts';
import type { EndpointServiceInput } from './assessment.ts';

const attempts: Record<Action['type'], string> = {
  Create: 'create an endpoint service',
  Modify: 'change',
  Resync: 'take the new zones into',
  Principals: 'change who may use',
  Accept: 'accept connections of',
  Reject: 'reject connections of',
  CutOff: 'reject connections of',
  StartVerification: 'start verifying the private DNS name of',
  Publish: 'write the TXT record',
  Withdraw: 'withdraw our value from the TXT record',
  Tag: 'tag',
  Untag: 'remove tags from',
  Reclaim: 'take up again',
  Release: 'release',
  Delete: 'delete',
};

/** What failed, of which service, why in AWS's words, and whose is in the way. */
export function failureMessage(action: Action, failure: Failure, { input }: { readonly input: EndpointServiceInput }): string {
  const words = `Cannot ${attempts[action.type]}${objectOf(action)}: ${failure.message}`;
  const { inTheWay } = input.facts;
  if ((action.type !== 'Create' && action.type !== 'Modify') || inTheWay.state !== 'present') return words;
  const others = inTheWay.value.map(({ id, tags }) => `The load balancer is already in ${id}, ${whose(tags)}.`);
  return [sentence(words), ...others].join(' ');
}

function objectOf(action: Action): string {
  if ('serviceID' in action) return ` ${action.serviceID}`;
  return action.type === 'Create' ? '' : ` ${action.name} in hosted zone ${action.hostedZoneID}`;
}
