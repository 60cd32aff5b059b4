import type { ObjectName } from '../schedule/cast.ts';
import { connects, type Deed, perform } from '../schedule/deeds.ts';
import { accounts } from '../schedule/setting.ts';
import type { Watched } from '../schedule/watched.ts';

type Does = (watched: Watched) => void;

/** Something that somebody does, and the operator has to carry through whenever it is killed. */
export interface PairScenario {
  /** Kind first, such as `EndpointService create`. */
  readonly name: string;
  /** What is there before, and ready. */
  readonly before: readonly ObjectName[];
  /** Done once those are ready, and carried through as well before effects count. */
  readonly prepare?: Does;
  /** From here on the operator's effects count. */
  readonly deed: Does;
}

function does(...deeds: readonly Deed[]): Does {
  return ({ universe, marks }) => deeds.forEach((deed) => perform(universe, deed, marks));
}
const creates = (object: ObjectName): Does => does({ at: 0, do: 'create', object });
const deletes = (object: ObjectName): Does => does({ at: 0, do: 'delete', object });
const edits = (object: ObjectName, ...numbers: readonly number[]): Does =>
  does(...numbers.map((edit): Deed => ({ at: 0, do: 'edit', object, edit })));
const losesItsResource = (object: ObjectName): Does => does({ at: 0, do: 'delete behind its back', object });
/** Somebody thinks better of it while the create is under way. */
const createsAndDeletes = (object: ObjectName): Does => {
  return (watched) => {
    creates(object)(watched);
    watched.universe.timeline.after(300, 'thinks better of it', () => deletes(object)(watched));
  };
};
const shopConnects: Does = ({ universe }) =>
  void connects(universe, 'pay', { account: accounts.consumer, vpc: 'vpc-0b000000000000001', subnet: 'subnet-0b000000000000002' });

export const scenarios: readonly PairScenario[] = [
  { name: 'EndpointService create', before: [], deed: creates('pay') },
  { name: 'EndpointService change', before: ['pay'], deed: edits('pay', 0, 2, 4, 6) },
  { name: 'EndpointService accept', before: ['pay'], deed: shopConnects },
  { name: 'EndpointService reject', before: ['pay'], deed: does({ at: 0, do: 'a stranger connects', object: 'pay' }) },
  { name: 'EndpointService replace', before: ['pay'], deed: losesItsResource('pay') },
  { name: 'EndpointService delete', before: ['pay'], prepare: shopConnects, deed: deletes('pay') },
  { name: 'EndpointService create, delete', before: [], deed: createsAndDeletes('pay') },
  { name: 'InterfaceEndpoint create', before: [], deed: creates('kms') },
  { name: 'InterfaceEndpoint change', before: ['kms'], deed: edits('kms', 0, 2, 4, 6) },
  { name: 'InterfaceEndpoint accepted', before: ['pay'], deed: creates('to-pay') },
  { name: 'InterfaceEndpoint replace', before: ['kms'], deed: losesItsResource('kms') },
  { name: 'InterfaceEndpoint delete', before: ['kms'], deed: deletes('kms') },
  { name: 'InterfaceEndpoint create, delete', before: [], deed: createsAndDeletes('kms') },
];
