import type { Mutant } from '../mutant.ts';

/** Bugs that make two of one thing, or none. */
export const creating: readonly Mutant[] = [
  {
    name: 'no client token',
    row: 'prototype: no client token, SDK repeats the create',
    file: 'src/kinds/interface-endpoint/apply.ts',
    find: 'aws.createVpcEndpoint({ ...request, ClientToken: intent.token })',
    replace: 'aws.createVpcEndpoint(request)',
  },
  {
    name: 'token depends on the request, not on the attempt',
    row: 'prototype: token uid + hash of parameters, no attempt number',
    file: 'src/core/tokens.ts',
    find: '${create.attempt}`',
    replace: '${canonicalJSON(create.request)}`',
  },
  {
    name: 'attempt not raised',
    row: 'prototype: token uid + hash of parameters, no attempt number',
    file: 'src/core/lifecycle.ts',
    find: 'attempt: input.attempt + 1,',
    replace: 'attempt: Math.max(input.attempt, 1),',
  },
  {
    name: 'intent recorded after the call',
    row: 'prototype: intent recorded after the call, token uid + attempt',
    file: 'src/engine/reconcile.ts',
    find: `      await this.#recordIntent(action);
      if (action.destructive === true) await this.#confirm();
      const aws = action.place === undefined ? this.#admission.aws : this.#admission.portsAt(action.place);
      const handlers = this.#kind.apply;
      const outcome = isRefusal(aws)
        ? refused(action, aws)
        : await applyAction(action, { uid, now: () => clock.now(), memory, handlers, aws });
`,
    replace: `      if (action.destructive === true) await this.#confirm();
      const aws = action.place === undefined ? this.#admission.aws : this.#admission.portsAt(action.place);
      const handlers = this.#kind.apply;
      const outcome = isRefusal(aws)
        ? refused(action, aws)
        : await applyAction(action, { uid, now: () => clock.now(), memory, handlers, aws });
      await this.#recordIntent(action);
`,
  },
  {
    name: 'no grace after a create',
    row: 'prototype: no visibility grace after create',
    file: 'src/core/lifecycle.ts',
    find: 'return input.now - lastCreate >= input.grace;',
    replace: 'return true;',
  },
  {
    name: 'no grace after a create that may have been carried out',
    row: 'prototype: no visibility grace after create',
    file: 'src/core/lifecycle.ts',
    find: 'last.maybeDoneAt + input.grace',
    replace: 'last.maybeDoneAt',
  },
  {
    name: 'a create that failed is made anew',
    row: 'Leak: hypershift 836, a second endpoint',
    file: 'src/core/lifecycle.ts',
    find: "if (!refused) return { step: 'create', intent: recorded };",
    replace: `if (!refused && (last.outcome.result === 'done' || input.wanted === undefined)) return { step: 'create', intent: recorded };
  if (!refused)
    return {
      step: 'create',
      intent: pendingCreate(input.clusterID, input.uid, { attempt: recorded.attempt + 1, request: input.wanted ?? {} }),
    };`,
  },
  {
    name: 'an unknown outcome is forgotten at the next refusal',
    row: 'Leak: hypershift 836, a second endpoint',
    file: 'src/engine/memory.ts',
    find: 'attempt.at : (same?.maybeDoneAt ?? inherited),',
    replace: 'attempt.at : undefined,',
  },
  {
    name: 'the listing proves absence',
    row: 'Leak: hypershift 836, a second endpoint',
    file: 'src/kinds/common/own-resource.ts',
    find: 'return resource === undefined || isTransitional(resource.state) ? read() : present(resource);',
    replace: 'return resource === undefined ? absent : isTransitional(resource.state) ? read() : present(resource);',
  },
  {
    name: 'the finalizer comes after the create',
    row: 'Leak: hive 2663, endpoints whose object is gone',
    file: 'src/engine/reconcile.ts',
    find: 'if (!deleting && !object.metadata.finalizers.includes(finalizer)) {',
    replace: 'if (!deleting && !object.metadata.finalizers.includes(finalizer) && object.status.pendingCreate !== undefined) {',
  },
];
