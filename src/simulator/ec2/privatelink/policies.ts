import { ApiError } from '../../handler.ts';

const maximumLength = 20_480;
const versions: readonly unknown[] = [undefined, '2008-10-17', '2012-10-17'];
const effects: readonly unknown[] = ['Allow', 'Deny'];

/** What AWS shows for an endpoint without a policy of its own; its text differs by endpoint type. */
const defaultPolicies = {
  Interface: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
  GatewayLoadBalancer: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
  Gateway: '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
} as const;

export function policyText(policy: string | undefined, type: keyof typeof defaultPolicies): string {
  // AWS does not keep the white space of what it was given.
  return policy === undefined ? defaultPolicies[type] : JSON.stringify(JSON.parse(policy));
}

/** Refuses what is no policy: bad JSON, too long, or statements without effect, principal, action or resource. */
export function checkPolicy(policy: string): void {
  if (policy.length > maximumLength) throw invalidPolicy(`it exceeds the maximum length of ${maximumLength} characters`);
  const document = parse(policy);
  if (!versions.includes(document.Version)) throw invalidPolicy(`it has the unknown version ${JSON.stringify(document.Version)}`);
  const statements = [document.Statement].flat();
  if (document.Statement === undefined || statements.length === 0) throw invalidPolicy('it has no statement');
  for (const statement of statements) checkStatement(statement);
}

function parse(policy: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch (cause) {
    throw invalidPolicy(`it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`);
  }
  if (!isObject(document)) throw invalidPolicy('it is not a JSON object');
  return document;
}

function checkStatement(statement: unknown): void {
  if (!isObject(statement)) throw invalidPolicy('a statement is not an object');
  if (!effects.includes(statement.Effect)) throw invalidPolicy('a statement needs an Effect of Allow or Deny');
  for (const part of ['Principal', 'Action', 'Resource']) {
    if (statement[part] === undefined && statement[`Not${part}`] === undefined) throw invalidPolicy(`a statement has no ${part}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalidPolicy(why: string): ApiError {
  return new ApiError('InvalidPolicyDocument', `The policy document is invalid: ${why}.`);
}
