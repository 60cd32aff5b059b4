import type {
  Action,
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener as ListenerView,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { checkedTags, loadBalancingTagCodes } from '../tags.ts';
import { belongsTo } from '../visibility.ts';
import type { Listener } from '../world.ts';
import { checkForwards, forwardsOf } from './forwards.ts';
import { checkPlace } from './listener-places.ts';
import { listenerByARN, loadBalancerByARN, validationError } from './lookup.ts';
import { forget, isMadeWith, remember } from './made-with.ts';
import { newListener } from './new-listener.ts';
import { checkNamed, markedPage } from './pages.ts';

export function createListener(input: Checked<CreateListenerInput>, caller: Caller): CreateListenerOutput {
  const loadBalancer = loadBalancerByARN(input.LoadBalancerArn, caller);
  const twin = [...caller.world.listeners.values()].find((other) => other.loadBalancerARN === loadBalancer.arn && isMadeWith(other, input));
  if (twin) return { Listeners: [view(twin)] };
  const place = checkPlace({ port: input.Port, protocol: input.Protocol }, { loadBalancer, self: undefined }, caller);
  const forwards = forwardsOf(input.DefaultActions);
  checkForwards(forwards, { loadBalancer, protocol: place.protocol }, caller);
  const tags = checkedTags(input.Tags ?? [], loadBalancingTagCodes);
  const listener = newListener({ ...place, loadBalancerARN: loadBalancer.arn, forwards, tags }, caller);
  return { Listeners: [view(remember(listener, input))] };
}

export function modifyListener(input: Checked<ModifyListenerInput>, caller: Caller): ModifyListenerOutput {
  const listener = listenerByARN(input.ListenerArn, caller);
  const loadBalancer = loadBalancerByARN(listener.loadBalancerARN, caller);
  const asked = { port: input.Port ?? given(listener.port), protocol: input.Protocol ?? given(listener.protocol) };
  const { port, protocol } = checkPlace(asked, { loadBalancer, self: listener }, caller);
  const forwards = input.DefaultActions ? forwardsOf(input.DefaultActions) : listener.forwards;
  checkForwards(forwards, { loadBalancer, protocol }, caller);
  forget(listener);
  Object.assign(listener, { port, protocol, forwards });
  return { Listeners: [view(listener)] };
}

/** A gateway's listener has neither port nor protocol. */
function given<Value extends string | number>(value: Value): Value | undefined {
  return value === 0 || value === '' ? undefined : value;
}

export function deleteListener(input: Checked<DeleteListenerInput>, caller: Caller): object {
  caller.world.listeners.delete(listenerByARN(input.ListenerArn, caller).arn);
  return {};
}

/** By ARN, or those of a load balancer in pages. */
export function describeListeners(input: Checked<DescribeListenersInput>, caller: Caller): DescribeListenersOutput {
  const { ListenerArns: arns = [], LoadBalancerArn: loadBalancerARN } = input;
  if (arns.length > 0 === (loadBalancerARN !== undefined)) {
    throw validationError('Exactly one of listener ARNs and load balancer ARN must be specified');
  }
  checkNamed(arns);
  if (loadBalancerARN === undefined) return { Listeners: arns.map((arn) => view(listenerByARN(arn, caller))) };
  const { arn } = loadBalancerByARN(loadBalancerARN, caller);
  const all = [...caller.world.listeners.values()].filter((listener) => listener.loadBalancerARN === arn && belongsTo(listener, caller));
  const { items, next } = markedPage(all, input, caller);
  return { Listeners: items.map(view), ...next };
}

function view(listener: Listener): ListenerView {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerARN,
    Port: given(listener.port),
    Protocol: given(listener.protocol) as ListenerView['Protocol'],
    DefaultActions: [actionView(listener)],
  };
}

function actionView({ forwards }: Listener): Action {
  const [first, second] = forwards;
  return {
    Type: 'forward',
    ...(first && !second ? { TargetGroupArn: first.targetGroupARN } : {}),
    ForwardConfig: { TargetGroups: forwards.map(({ targetGroupARN, weight }) => ({ TargetGroupArn: targetGroupARN, Weight: weight })) },
  };
}
