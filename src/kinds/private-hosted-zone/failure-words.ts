import type { Failure } from '../../core/outcome.ts';
import type { Action } from './action.ts';
import type { PrivateHostedZoneInput } from './assessment.ts';

/** What failed, of which object and in which account, and why in AWS's words. */
export function failureMessage(action: Action, failure: Failure, input: PrivateHostedZoneInput): string {
  return `Cannot ${attemptOf(action, input)}: ${failure.message}`;
}

function attemptOf(action: Action, { object, accountID }: PrivateHostedZoneInput): string {
  const owner = (id: string): string => object.status.vpcs?.find((vpc) => vpc.id === id)?.accountID ?? 'an unknown account';
  switch (action.type) {
    case 'Create':
      return `create a zone for ${object.spec.domain} in account ${accountID}`;
    case 'ChangeRecords':
      return `change ${[...new Set(action.changes.map(({ name, content }) => `${content.type} ${name}`))].join(', ')} in ${action.zoneID}`;
    case 'Authorize':
      return `authorise ${action.part} of account ${owner(action.part)} for ${action.zoneID} (in account ${accountID})`;
    case 'Associate':
      return `associate ${action.part} with ${action.zoneID} (in account ${owner(action.part)})`;
    case 'Withdraw':
      return `withdraw the authorisation of ${action.part} for ${action.zoneID} (in account ${accountID})`;
    case 'Disassociate':
      return `disassociate ${action.part} from ${action.zoneID} (in account ${accountID})`;
    case 'Tag':
      return `tag ${action.zoneID}`;
    case 'Untag':
      return `remove tags from ${action.zoneID}`;
    case 'Reclaim':
      return `take up ${action.zoneID} again`;
    case 'Release':
      return `release ${action.zoneID}`;
    case 'Delete':
      return `delete ${action.zoneID}`;
  }
}
