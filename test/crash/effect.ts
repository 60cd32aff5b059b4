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
export function awsEffect({ method, url, body }: Arrival): string | undefined {
  if (url.startsWith(route53)) return route53Effect(method, url.slice(route53.length).split('?')[0] ?? '');
  const action = new URLSearchParams(body).get('Action') ?? '';
  return /^(Describe|Get|Assume)/.test(action) ? undefined : action;
}

/** Route 53 speaks REST; all the others name the action in the body. */
const route53 = '/2013-04-01/';

const route53Writes: readonly (readonly [RegExp, string])[] = [
  [/^POST hostedzone$/, 'CreateHostedZone'],
  [/^DELETE hostedzone\/\w+$/, 'DeleteHostedZone'],
  [/^POST hostedzone\/\w+\/rrset$/, 'ChangeResourceRecordSets'],
  [/^POST hostedzone\/\w+\/associatevpc$/, 'AssociateVPCWithHostedZone'],
  [/^POST hostedzone\/\w+\/disassociatevpc$/, 'DisassociateVPCFromHostedZone'],
  [/^POST hostedzone\/\w+\/authorizevpcassociation$/, 'CreateVPCAssociationAuthorization'],
  [/^POST hostedzone\/\w+\/deauthorizevpcassociation$/, 'DeleteVPCAssociationAuthorization'],
  [/^POST tags\/hostedzone\/\w+$/, 'ChangeTagsForResource'],
];

/** A question that has a body is asked by POST too: the tags of several zones. */
const route53Reads = /^GET |^POST tags\/hostedzone$/;

function route53Effect(method: string, path: string): string | undefined {
  const call = `${method} ${path.replace(/\/$/, '')}`;
  if (route53Reads.test(call)) return undefined;
  return route53Writes.find(([pattern]) => pattern.test(call))?.[1] ?? call;
}
