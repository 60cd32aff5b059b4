import { canonicalJSON } from './tokens.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * A text that two IAM policies share exactly when they mean the same: formatting, key order, order and repetition in lists, one
 * value or a list of one, the case of actions and condition keys, and an account as ID or as root ARN do not matter.
 * Undefined for what is no policy at all. Source of what IAM ignores: "IAM JSON policy elements reference", AWS IAM User Guide.
 */
export function policyMeaning(document: string | Json): string | undefined {
  const policy = typeof document === 'string' ? parsed(document) : document;
  if (policy === undefined) return undefined;
  const statements = listOf(policy['Statement']);
  if (!statements.every(isJson)) return undefined;
  const { Statement: _, ...rest } = policy;
  return canonicalJSON({
    Version: '2008-10-17',
    ...rest,
    Statement: uniqueSorted(statements.map((one) => canonicalJSON(statementMeaning(one)))),
  });
}

/** Whether a policy is the one AWS gives to an endpoint that has none: everybody may do everything. Absent means just that. */
export function isFullAccess(document: string | Json | undefined): boolean {
  if (document === undefined || document === '') return true;
  const policy = typeof document === 'string' ? parsed(document) : document;
  const [statement, ...more] = listOf(policy?.['Statement']);
  if (more.length > 0 || !isJson(statement)) return false;
  const { Sid: _, ...meaning } = statementMeaning(statement);
  return canonicalJSON(meaning) === fullAccess;
}

export function samePolicy(one: string | Json | undefined, other: string | Json | undefined): boolean {
  if (isFullAccess(one) || isFullAccess(other)) return isFullAccess(one) && isFullAccess(other);
  const meaning = policyMeaning(one ?? '');
  return meaning !== undefined && meaning === policyMeaning(other ?? '');
}

const fullAccess = canonicalJSON({ Effect: 'Allow', Principal: { AWS: ['*'] }, Action: ['*'], Resource: ['*'] });

function statementMeaning(statement: Json): Json {
  return Object.fromEntries(Object.entries(statement).map(([element, value]) => [element, elementMeaning(element, value)]));
}

function elementMeaning(element: string, value: unknown): unknown {
  switch (element) {
    case 'Action':
    case 'NotAction':
      return uniqueSorted(listOf(value).map((action) => String(action).toLowerCase()));
    case 'Resource':
    case 'NotResource':
      return uniqueSorted(listOf(value).map(String));
    case 'Principal':
    case 'NotPrincipal':
      return principalMeaning(value);
    case 'Condition':
      return conditionMeaning(value);
    default:
      return value;
  }
}

/** `"*"` and `{"AWS": "*"}` both mean everybody. */
function principalMeaning(value: unknown): unknown {
  const byType = isJson(value) ? value : { AWS: value };
  return Object.fromEntries(
    Object.entries(byType).map(([type, names]) => [type, uniqueSorted(listOf(names).map((name) => accountOf(String(name))))]),
  );
}

/** `111122223333` and `arn:aws:iam::111122223333:root` are the same principal, and AWS may answer either. */
function accountOf(principal: string): string {
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

function conditionMeaning(value: unknown): unknown {
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator,
      isJson(keys)
        ? Object.fromEntries(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), uniqueSorted(listOf(values).map(String))]))
        : keys,
    ]),
  );
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJson(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function uniqueSorted(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}
