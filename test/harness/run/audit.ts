import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Flags that make the API server write down who made each change to objects of our group; the folder holds policy and log. */
export function auditFlags(folder: string): Record<string, string> {
  const policy = join(folder, 'audit-policy.json');
  const rules = [
    { level: 'RequestResponse', verbs: ['create', 'update', 'patch', 'delete'], resources: [{ group: 'privatelink-operator.io' }] },
    { level: 'None' },
  ];
  writeFileSync(
    policy,
    JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], omitManagedFields: true, rules }),
  );
  return { 'audit-policy-file': policy, 'audit-log-path': logIn(folder) };
}

/** A request that the API server carried out. */
export interface Write {
  readonly user: string;
  readonly plural: string;
  readonly uid: string;
  /** The version that it made, or, where it changed nothing, found. */
  readonly resourceVersion: string;
  readonly at: string;
}

interface AuditEvent {
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource?: string };
  readonly responseStatus?: { readonly code?: number };
  readonly responseObject?: { readonly metadata?: { readonly uid?: string; readonly resourceVersion?: string } };
  readonly requestReceivedTimestamp: string;
}

/** All that the log holds, dry runs and refusals left out. */
export function auditedWrites(folder: string): readonly Write[] {
  return readFileSync(logIn(folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line): readonly Write[] => {
      const { user, objectRef, responseStatus, responseObject, requestReceivedTimestamp: at } = JSON.parse(line) as AuditEvent;
      const { uid, resourceVersion } = responseObject?.metadata ?? {};
      if ((responseStatus?.code ?? 500) >= 300 || uid === undefined || resourceVersion === undefined) return [];
      return [{ user: user.username, plural: objectRef?.resource ?? '', uid, resourceVersion, at }];
    });
}

function logIn(folder: string): string {
  return join(folder, 'audit.log');
}
