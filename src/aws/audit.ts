import type { FailureClass } from '../core/outcome.ts';

/** One line for each write that was sent to AWS. Never holds credentials, policies or other contents. */
export interface AuditEntry {
  readonly time: string;
  /** The role under which it was made; undefined for the operator's own identity. */
  readonly roleARN: string | undefined;
  readonly region: string;
  readonly action: string;
  readonly resourceIDs: readonly string[];
  /** The Kubernetes object that it was made for, where the caller told. */
  readonly identity: string | undefined;
  /** `unsuccessful`: AWS answered 200 and refused at least one item. */
  readonly outcome: CallOutcome;
  readonly code: string | undefined;
  readonly requestID: string | undefined;
  readonly milliseconds: number;
}
export type CallOutcome = 'ok' | 'unsuccessful' | FailureClass;

const named = ['VpcEndpointId', 'VpcEndpointIds', 'ServiceId', 'ServiceIds', 'Resources'] as const;
const made = ['VpcEndpoint', 'ServiceConfiguration'] as const;

/** The IDs of what a write was about: those its request names, and what it made. */
export function resourceIDs(input: object, output: object | undefined): readonly string[] {
  const created = made.map((key) => (output as Readonly<Record<string, unknown>> | undefined)?.[key]);
  const found = [input, ...created].flatMap((part) => (isRecord(part) ? named.flatMap((key) => textsOf(part[key])) : []));
  return [...new Set(found)];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}
