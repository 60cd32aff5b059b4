import { type Failing, failuresOf } from './failures.ts';
import { type KindName, type MatrixCall, type Part, parts } from './parts.ts';

/** One object under one failing call, when it is new, once it is available, and when it goes. */
export interface Life {
  readonly call: MatrixCall;
  readonly kind: KindName;
  readonly part: Part;
  readonly failure: string;
  readonly failing: Failing;
}

/** The whole matrix of one kind: every call that it makes, under every failure that can differ there. */
export function livesOf(kind: KindName): readonly Life[] {
  return Object.entries(parts as Readonly<Record<string, Partial<Record<KindName, Part>>>>).flatMap(([name, byKind]) => {
    const call = name as MatrixCall;
    const part = byKind[kind];
    const lives = failuresOf(call).map(([failure, failing]) => ({ call, kind, part, failure, failing }));
    return part === undefined ? [] : lives.flatMap((life) => (isAnswer(call, part, life.failing) ? [] : [{ ...life, part }]));
  });
}

/** Nor of a write that takes away, by itself, what is not there. */
const undoings = new Set<MatrixCall>(['disassociateVPCFromHostedZone', 'deleteVPCAssociationAuthorization', 'deleteHostedZone']);

/** That something is not found is no failure of a read that asks for nothing else: it has gone. */
function isAnswer(call: MatrixCall, { role }: Part, failing: Failing): boolean {
  const asks = role === 'self' || call === 'getChange' || (call === 'listResourceRecordSets' && role === 'beside');
  const looksUp = call === 'describeVpcs' && role === 'reference';
  return (asks || looksUp || undoings.has(call)) && failing.class === 'notFound';
}
