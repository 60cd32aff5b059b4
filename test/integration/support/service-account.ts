import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Transport } from '../../../src/kube/transport.ts';

export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/** A token as a pod of this account would get it. */
export async function tokenOf(transport: Transport, { namespace, name }: ServiceAccount): Promise<string> {
  const { status, body } = await transport.request({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } },
  });
  if (status !== 201) throw new Error(`no token for ${namespace}/${name}: ${body}`);
  return (JSON.parse(body) as { readonly status: { readonly token: string } }).status.token;
}

/** Writes a kubeconfig to `file` that differs from the administrator's only in who asks. */
export function writeKubeconfig(file: string, administrator: string, token: string): void {
  const config = parse(readFileSync(administrator, 'utf8')) as { readonly users: readonly { readonly name: string }[] };
  writeFileSync(file, JSON.stringify({ ...config, users: config.users.map(({ name }) => ({ name, user: { token } })) }));
}
