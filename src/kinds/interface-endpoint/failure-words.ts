import type { Failure } from '../../core/outcome.ts';
import { sentence } from '../../core/sentence.ts';
import { whose } from '../common/ownership-words.ts';
import type { Action } from './action.ts';
import type { InterfaceEndpointInput } from './assessment.ts';
import { serviceNotVisible } from './look-up.ts';

const attempts: Record<Action['type'], string> = {
  Create: 'create an endpoint',
  Modify: 'change',
  EnablePrivateDNS: 'turn on private DNS of',
  Tag: 'tag',
  Untag: 'remove tags from',
  Reclaim: 'take up again',
  Release: 'release',
  Delete: 'delete',
};

/** What failed, of which object, why in AWS's words, and whose is in the way. */
export function failureMessage(action: Action, failure: Failure, { input }: { readonly input: InterfaceEndpointInput }): string {
  const { serviceName } = input.facts;
  if (failure.code === 'InvalidServiceName' && serviceName.state === 'found')
    return `${serviceNotVisible(serviceName.value, input.accountID, input.region)}. AWS says: ${failure.message}`;
  const object = action.type === 'Create' ? `for ${serviceName.state === 'found' ? serviceName.value : 'the service'}` : action.endpointID;
  const words = `Cannot ${attempts[action.type]} ${object}: ${failure.message}`;
  return action.type === 'EnablePrivateDNS' ? [sentence(words), ...namesTaken(input)].join(' ') : words;
}

/** Who has the private names already, in sentences. */
export function namesTaken({ facts: { inTheWay } }: InterfaceEndpointInput): readonly string[] {
  return inTheWay.state === 'present'
    ? inTheWay.value.map(({ id, tags, vpcID }) => `In ${vpcID} the private name leads to ${id}, ${whose(tags)}.`)
    : [];
}
