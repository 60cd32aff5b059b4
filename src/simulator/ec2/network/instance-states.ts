import type { InstanceStateChange, StopInstancesRequest, StopInstancesResult } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import type { Instance, World } from '../../world.ts';
import { removeInterface } from '../privatelink/endpoint-interfaces.ts';
import { owned } from './not-found.ts';

type State = Instance['state'];

const stateCodes: Readonly<Record<State, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export function stateView(state: State): { Code: number; Name: State } {
  return { Code: stateCodes[state], Name: state };
}

/** Sets `now`, and `then` after a while unless something else has happened to the instance. */
export function passThrough(instance: Instance, { now, then }: { readonly now: State; readonly then: State }, world: World): void {
  instance.state = now;
  world.after(world.settings.instanceTransitionMs, () => {
    if (instance.state === now) instance.state = then;
  });
}

interface Transition {
  readonly from: readonly State[];
  readonly now: State;
  readonly then: State;
}

const transitions = {
  start: { from: ['stopped'], now: 'pending', then: 'running' },
  stop: { from: ['running', 'pending'], now: 'stopping', then: 'stopped' },
  terminate: { from: ['pending', 'running', 'stopping', 'stopped'], now: 'shutting-down', then: 'terminated' },
} satisfies Readonly<Record<string, Transition>>;

/** Stop, start and terminate: an instance already on the way there stays so, one that cannot go there fails the call. */
export function changeInstances(change: keyof typeof transitions) {
  const transition: Transition = transitions[change];
  const { from, now, then } = transition;
  return (
    input: Pick<Checked<StopInstancesRequest>, 'InstanceIds'>,
    caller: Caller,
  ): { [Name in keyof StopInstancesResult]: InstanceStateChange[] } & Record<string, InstanceStateChange[]> => {
    const { world } = caller;
    const instances = input.InstanceIds.map((id) => owned('instance', id, { records: world.instances, caller }));
    const stuck = instances.find(({ state }) => ![...from, now, then].includes(state));
    if (stuck)
      throw new ApiError(
        'IncorrectInstanceState',
        `The instance '${stuck.id}' is not in a state from which it can be changed: ${stuck.state}.`,
      );
    const changes = instances.map((instance) => {
      const before = instance.state;
      if (from.includes(before)) passThrough(instance, { now, then }, world);
      if (change === 'terminate' && from.includes(before)) forget(instance, world);
      return { InstanceId: instance.id, PreviousState: stateView(before), CurrentState: stateView(instance.state) };
    });
    return { [resultNames[change]]: changes };
  };
}

const resultNames = { start: 'StartingInstances', stop: 'StoppingInstances', terminate: 'TerminatingInstances' } as const;

/** A terminated instance gives up its interface and its place in target groups, stays listed for a while, and is gone. */
function forget({ id }: Instance, world: World): void {
  const { instanceTransitionMs, tombstoneMs } = world.settings;
  world.after(instanceTransitionMs, () => {
    for (const networkInterface of world.networkInterfaces.values()) {
      if (networkInterface.instanceID === id) removeInterface(networkInterface.id, world);
    }
    for (const { targets } of world.targetGroups.values()) {
      for (const [key, target] of targets) if (target.id === id) targets.delete(key);
    }
  });
  world.after(instanceTransitionMs + tombstoneMs, () => void world.instances.delete(id));
}
