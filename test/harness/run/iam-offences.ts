import { type Side, sides, type Used } from './journals.ts';

export interface Policy {
  readonly Statement: readonly { readonly Effect: string; readonly Action: readonly string[] }[];
}

/** Needs no permission, as deploy/iam/README.md says. */
const free = new Set(['sts:GetCallerIdentity']);
/** Checked by AWS on behalf of the caller of another action, as deploy/iam/README.md says: never called by name. */
const onBehalf: Readonly<Partial<Record<Side, string>>> = { consumer: 'route53:AssociateVPCWithHostedZone' };

/** Where the calls of a run and the actions that the IAM files allow differ. An action is missed only in a run of everything. Pure. */
export function iamOffences(
  policies: Readonly<Record<Side, Policy>>,
  { used, whole }: { readonly used: Used; readonly whole: boolean },
): readonly string[] {
  return sides.flatMap((side) => {
    const allowed = new Set(
      policies[side].Statement.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : [])).filter(
        (action) => action !== onBehalf[side],
      ),
    );
    const made = new Set(used[side].filter((action) => !free.has(action)));
    return [
      ...[...made].filter((action) => !allowed.has(action)).map((action) => `${action} was called, but ${side}.json does not allow it`),
      ...[...allowed]
        .filter((action) => whole && !made.has(action))
        .map((action) => `${side}.json allows ${action}, but nothing called it`),
    ];
  });
}
