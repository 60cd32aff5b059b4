import { operatorAccount } from '../../harness/operator.ts';
import type { Scenario } from '../../harness/scenario.ts';
import { type FailureName, failures } from './failures.ts';
import { apiActionOf, type MatrixCall } from './parts.ts';

const minute = 60_000;

/** One call of the operator's that fails until the failure is lifted. */
export interface Fault {
  /** Calls that met it. */
  hits(): number;
  /** When the first did, in epoch milliseconds. */
  since(): number;
  /** Lets time pass until a call has met it, but no longer than so many minutes. */
  met(patience: number): Promise<void>;
  lift(): void;
}

/** Other people's calls do not fail. */
export function arm(on: Scenario, { call, failure }: { readonly call: MatrixCall; readonly failure: FailureName }): Fault {
  let hits = 0;
  let since = 0;
  const lift = on.simulator.faults.add({
    action: apiActionOf(call),
    when: ({ caller }) => {
      const operators = caller.principal.includes('assumed-role/') || caller.account === operatorAccount;
      if (operators && hits === 0) since = on.now();
      if (operators) hits += 1;
      return operators;
    },
    outcome: failures[failure].outcome(call),
  });
  return {
    hits: () => hits,
    since: () => since,
    met: async (patience) => {
      for (let waited = 0; hits === 0 && waited < patience; waited += 1) await on.pass(minute);
    },
    lift,
  };
}
