import { type FailureName, failures } from './failures.ts';
import { isWrite, type KindName, type MatrixCall, type Part, parts } from './parts.ts';

/** One object under one failing call, when it is new and once it is available. */
export interface Life {
  readonly call: MatrixCall;
  readonly kind: KindName;
  readonly part: Part;
  readonly failure: FailureName;
}

/** The whole matrix of one kind: every call that it makes, under every failure that can differ there. */
export function livesOf(kind: KindName): readonly Life[] {
  return Object.entries(parts as Readonly<Record<string, Partial<Record<KindName, Part>>>>).flatMap(([name, byKind]) => {
    const call = name as MatrixCall;
    const part = byKind[kind];
    const names = (Object.keys(failures) as FailureName[]).filter((failure) => isWrite(call) || !failure.startsWith('cut '));
    return part === undefined ? [] : names.map((failure) => ({ call, kind, part, failure }));
  });
}
