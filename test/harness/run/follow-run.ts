import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditedWrites } from './audit.ts';
import { iamOffences, type Policy } from './iam-offences.ts';
import { bySide, keptJournals, type Side } from './journals.ts';
import { specOffences } from './spec-offences.ts';
import { watchVersions } from './watch-versions.ts';

export const operator = { user: 'privatelink-operator', fieldManager: 'privatelink-operator' };

/** What only a run of many tests can show. */
export interface FollowedRun {
  /** What the operator did that it must not do; of a whole run also what it may do and never did. */
  offences(whole: boolean): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** `folder` holds the API server's audit log and what the scenarios leave there. */
export async function followRun({ kubeconfig, folder }: { readonly kubeconfig: string; readonly folder: string }): Promise<FollowedRun> {
  const watch = await watchVersions(kubeconfig);
  return {
    offences: async (whole) => {
      const writes = auditedWrites(folder);
      return [
        ...specOffences(operator, { versions: await watch.until(writes), writes }),
        ...iamOffences(bySide(policyOf), { used: keptJournals(folder), whole }),
      ];
    },
    close: () => watch.close(),
  };
}

function policyOf(side: Side): Policy {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'deploy', 'iam', `${side}.json`), 'utf8')) as Policy;
}
