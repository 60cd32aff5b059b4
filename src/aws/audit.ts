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

const named = ['VpcEndpointId', 'VpcEndpointIds', 'ServiceId', 'ServiceIds', 'Resources', 'VPCId'] as const;
const parts = ['VPC'] as const;
const made = ['VpcEndpoint', 'ServiceConfiguration'] as const;
const zoneNames = ['HostedZoneId', 'ResourceId', 'Id'] as const;

/** The IDs of what a write was about: those its request names, and what it made. */
export function resourceIDs(input: object, output: object | undefined): readonly string[] {
  const created = made.map((key) => member(output, key));
  const inside = parts.map((key) => member(input, key));
  const found = [input, ...inside, ...created].flatMap((part) => (isRecord(part) ? named.flatMap((key) => textsOf(part[key])) : []));
  const zones = [input, member(output, 'HostedZone')].flatMap((part) => (isRecord(part) ? (hostedZoneIn(part) ?? []) : []));
  return [...new Set([...zones, ...found])];
}

/** The hosted zone that a call to Route 53 names, or that one made is called, without the path that Route 53 puts before it. */
export function hostedZoneIn(part: object): string | undefined {
  const [id] = zoneNames.flatMap((key) => textsOf(member(part, key)));
  return id?.replace(/^\/?hostedzone\//, '');
}

function member(part: object | undefined, key: string): unknown {
  return (part as Readonly<Record<string, unknown>> | undefined)?.[key];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}
