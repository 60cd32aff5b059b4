import type { Failure } from '../../core/outcome.ts';
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

/** What failed, of which object, and why in AWS's words. */
export function failureMessage(action: Action, failure: Failure, { input }: { readonly input: InterfaceEndpointInput }): string {
  const { serviceName } = input.facts;
  if (failure.code === 'InvalidServiceName' && serviceName.state === 'found')
    return `${serviceNotVisible(serviceName.value, input.accountID, input.region)}. AWS says: ${failure.message}`;
  const object = action.type === 'Create' ? `for ${serviceName.state === 'found' ? serviceName.value : 'the service'}` : action.endpointID;
  return `Cannot ${attempts[action.type]} ${object}: ${failure.message}`;
}
