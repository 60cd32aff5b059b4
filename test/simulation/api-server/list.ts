import type { KubeResponse } from '../../../src/kube/transport.ts';
import type { RequestInfo } from './request-info.ts';
import { badRequest, expired } from './status.ts';
import type { Storage, Table } from './storage.ts';
import { without } from './json.ts';

export interface ListOptions {
  readonly limit: number;
  /** The token of the page before; empty for the first. */
  readonly token: string;
  /** Undefined for the newest state. */
  readonly asOf: number | undefined;
}

/** A list, or a page of it: later pages show the state that the first one showed. */
export function list(
  storage: Storage,
  table: Table,
  { info, options }: { readonly info: RequestInfo; readonly options: ListOptions },
): KubeResponse {
  const token = options.token === '' ? undefined : parseToken(options.token);
  if (options.token !== '' && token === undefined) return badRequest('continue key is not valid: illegal base64 data');
  const revision = token?.rv ?? options.asOf ?? storage.revision;
  if (!storage.keeps(revision)) return expired(tooOld);
  const prefix = info.namespace === '' ? '' : `${info.namespace}/`;
  const all = [...table.entries({ prefix, asOf: revision })].filter(([key]) => token === undefined || key > token.after);
  const page = options.limit > 0 ? all.slice(0, options.limit) : all;
  const last = page.at(-1)?.[0];
  const left = all.length - page.length;
  const more = left > 0 && last !== undefined ? { continue: formatToken({ rv: revision, after: last }), remainingItemCount: left } : {};
  const { type } = info;
  const items = page.map(([, version]) => (type.builtIn ? JSON.stringify(without(version.object, 'apiVersion', 'kind')) : version.text));
  const metadata = JSON.stringify({ ...(type.builtIn ? {} : { continue: '' }), resourceVersion: String(revision), ...more });
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
  return {
    status: 200,
    body: `{"kind":"${type.kind}List","apiVersion":"${apiVersion}","metadata":${metadata},"items":[${items.join(',')}]}`,
  };
}

const tooOld =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';

interface Token {
  /** The revision of the first page. */
  readonly rv: number;
  /** The key of the last object told of. */
  readonly after: string;
}

const formatToken = (token: Token): string => Buffer.from(JSON.stringify(token)).toString('base64url');

function parseToken(token: string): Token | undefined {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Token;
  } catch {
    return undefined;
  }
}
