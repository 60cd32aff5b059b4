import type { Mutant } from '../mutant.ts';

/** Bugs that delete too early, never, or what nobody asked to delete. */
export const deleting: readonly Mutant[] = [
  {
    name: 'one NotFound is believed',
    row: 'Delete too early: aws-controllers-k8s 2791',
    file: 'src/kinds/common/own-resource.ts',
    find: ' && (reading.repeated || mayBeYoung)) return absent;',
    replace: ') return absent;',
  },
  {
    name: 'the finalizer leaves while AWS is deleting',
    row: 'prototype: finalizer removed while `deleting`',
    file: 'src/core/lifecycle.ts',
    find: "if (resource.state === 'absent' || resource.value.state === 'gone') {",
    replace: "if (resource.state === 'absent' || resource.value.state !== 'live') {",
  },
  {
    name: 'the finalizer leaves once AWS has taken the delete',
    row: 'Delete too early: aws-controllers-k8s 2791',
    file: 'src/core/lifecycle.ts',
    find: '  const seen = resource.value;\n',
    replace: `  const seen = resource.value;
  if (input.deleting && input.recent.tries[deleteTry]?.outcome.result === 'done') return { step: 'gone' };
`,
  },
  {
    name: 'Unsuccessful is not read',
    row: 'Delete too early: aws-controllers-k8s 2791',
    file: 'src/kinds/endpoint-service/apply.ts',
    find: 'const [item] = unsuccessful ?? [];',
    replace: 'const [item] = [] as NonNullable<Unsuccessful>;',
    survives:
      'what AWS left undone is seen at the next look and sent again: three minutes later, and without its words in the status, which unit tests hold',
  },
  {
    name: 'no account, no clean-up, no finalizer',
    row: 'Leak: hypershift OCPBUGS-74960',
    file: 'src/engine/reconcile.ts',
    find: "  if (admission.verdict !== 'admitted') return",
    replace: `  if (deleting && admission.verdict === 'held') {
    await engine.objects.removeFinalizer(kind.resource, object, finalizer);
    return undefined;
  }
  if (admission.verdict !== 'admitted') return`,
  },
  {
    name: 'absence is proven only to who has sent the delete',
    row: 'Leak: AVO 458, deletion must survive a restart',
    file: 'src/core/lifecycle.ts',
    find: 'return input.now - lastCreate >= input.grace;',
    replace: 'return !input.deleting && input.now - lastCreate >= input.grace;',
  },
  {
    name: 'deletion needs an object that goes first',
    row: 'Leak: AVO 462, deletion must not need what dies first',
    file: 'src/kinds/interface-endpoint/observe-endpoint.ts',
    find: '  const id = object.status.endpointID;\n',
    replace: `  const id = object.status.endpointID;
  const to = object.spec.service.endpointServiceRef;
  if (to !== undefined && view.objects.get('EndpointService', to.namespace ?? object.metadata.namespace, to.name) === undefined) {
    const failure = view.failure('describeVpcEndpoints', 'NotFound', 'the service is gone');
    return { resource: { state: 'unknown', failure }, owned: { state: 'unknown', failure } };
  }
`,
  },
  {
    name: 'a recorded create is forgotten at deletion',
    row: 'Leak: AVO 458, deletion must survive a restart',
    file: 'src/engine/reconcile.ts',
    find: '    status.pendingCreate !== undefined ||\n',
    replace: '',
  },
  {
    name: 'consumers are not cut off',
    row: 'Delete stuck: hypershift 1390 and five more, reject connections first',
    file: 'src/kinds/endpoint-service/plan.ts',
    find: 'if (live.length === 0) return',
    replace: 'if (live.length >= 0) return',
  },
  {
    name: 'states of connections compared with their case',
    row: 'Delete stuck: hypershift 62468d34d2, states compared case by case',
    file: 'src/kinds/endpoint-service/observe-service.ts',
    find: "state: (one.VpcEndpointState ?? '').toLowerCase(),",
    replace: "state: one.VpcEndpointState ?? '',",
  },
  {
    name: 'states of endpoints compared with their case',
    row: 'Delete stuck: hypershift 62468d34d2, states compared case by case',
    file: 'src/kinds/interface-endpoint/endpoint.ts',
    find: 'states.find((state) => state.toLowerCase() === wire?.toLowerCase())',
    replace: 'states.find((state) => state === wire)',
  },
  {
    name: 'a replaced load balancer is kept',
    row: 'Delete stuck: LBC 2636, a load balancer cannot go while a service has it',
    file: 'src/kinds/endpoint-service/assessment.ts',
    find: 'if (service === undefined || problem !== undefined || balancers.length === 0) return [];',
    replace: 'if (service === undefined || problem !== undefined || balancers.length < 2) return [];',
  },
  {
    name: 'connectionsOnDelete is not read',
    row: 'Delete stuck: crossplane 1166, the policy of what becomes of consumers',
    file: 'src/kinds/endpoint-service/plan.ts',
    find: "object.spec.connectionsOnDelete === 'Reject' ?",
    replace: "object.spec.acceptance.required && object.spec.connectionsOnDelete !== 'Reject' ?",
  },
  {
    name: 'a rejected endpoint is deleted unasked',
    row: 'prototype: rejected endpoint deleted unasked',
    file: 'src/kinds/interface-endpoint/plan.ts',
    find: "    case 'exists':\n",
    replace: `    case 'exists':
      if (assessment.endpoint?.state === 'rejected') return [{ type: 'Delete', endpointID: assessment.endpoint.id, destructive: true }];
`,
  },
  {
    name: 'delete without a live read',
    row: 'Leak: hive 2663, never sweep by guess',
    file: 'src/engine/reconcile.ts',
    find: 'if (action.destructive === true) await this.#confirm();',
    replace: '',
  },
  {
    name: 'deletionPolicy is not read',
    row: 'Delete too early: what people want kept',
    file: 'src/kinds/common/lifecycle-step.ts',
    find: "retain: object.spec.deletionPolicy === 'Retain',",
    replace: 'retain: false,',
  },
  {
    name: 'what is retained is not marked as released',
    row: 'Leak: hive 2663, resources whose object is gone',
    file: 'src/core/lifecycle.ts',
    find: "if (input.retain) return { step: 'release', id };",
    replace: "if (input.retain) return { step: 'gone' };",
  },
];
