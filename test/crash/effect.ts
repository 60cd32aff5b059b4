/** A request as it arrives, its body read. */
export interface Arrival {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body: string;
}

/** What an API-server request writes, in words such as `status of endpointservices`; undefined for a read. */
export function kubeEffect({ method, url, body }: Arrival): string | undefined {
  if (method === 'GET') return undefined;
  const parts = (url.split('?')[0] ?? '').split('/');
  if (method === 'POST') return `new ${parts.at(-1)}`;
  if (parts.at(-1) === 'status') return `${body.includes('"pendingCreate":{') ? 'intent' : 'status'} of ${parts.at(-3)}`;
  return `${body.includes('"finalizers"') ? 'finalizer' : method} of ${parts.at(-2)}`;
}

/** The action of a call to AWS that may change something; undefined for a read. */
export function awsEffect({ body }: Arrival): string | undefined {
  const action = new URLSearchParams(body).get('Action') ?? '';
  return /^(Describe|Get|Assume)/.test(action) ? undefined : action;
}
