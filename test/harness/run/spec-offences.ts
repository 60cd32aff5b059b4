import type { Write } from './audit.ts';

/** One version of one object, as a watch brought it. */
export interface Version {
  readonly plural: string;
  /** `namespace/name`. */
  readonly object: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly managedFields: readonly { readonly manager?: string; readonly fieldsV1?: FieldSet }[];
}
export interface FieldSet {
  readonly [field: string]: FieldSet;
}

export interface Operator {
  readonly user: string;
  readonly fieldManager: string;
}

/** What the operator may manage, as paths of managedFields. */
const ours = [['f:status'], ['f:metadata', 'f:finalizers']] as const;

/** Where the operator manages fields that are not its, and where a request of its user raised a generation: only a change of spec does. Pure. */
export function specOffences(
  { user, fieldManager }: Operator,
  { versions, writes }: { readonly versions: readonly Version[]; readonly writes: readonly Write[] },
): readonly string[] {
  const managed = versions.flatMap((version) =>
    version.managedFields
      .filter(({ manager }) => manager === fieldManager)
      .flatMap(({ fieldsV1 = {} }) => foreign(fieldsV1))
      .map((field) => `${named(version)}: the operator manages ${field}`),
  );
  const raised = raises(versions).filter((version) => writerOf(version, writes) === user);
  return [...new Set([...managed, ...raised.map((version) => `${named(version)}: the operator's user raised the generation`)])];
}

function named({ plural, object }: Version): string {
  return `${plural} ${object}`;
}

/** Fields outside of what is ours, each to the depth at which it leaves it. */
function foreign(fields: FieldSet, path: readonly string[] = []): readonly string[] {
  return Object.entries(fields).flatMap(([name, inner]) => {
    const here = [...path, name];
    if (name === '.' || ours.some((own) => own.length <= here.length && own.every((part, index) => part === here[index]))) return [];
    const leadsToOurs = ours.some((own) => here.length < own.length && here.every((part, index) => part === own[index]));
    return leadsToOurs ? foreign(inner, here) : [here.join('.')];
  });
}

/** Versions whose generation is higher than that of the version before. */
function raises(versions: readonly Version[]): readonly Version[] {
  return [...Map.groupBy(versions, ({ uid }) => uid).values()].flatMap((ofOne) => {
    const inOrder = ofOne.toSorted((a, b) => Number(BigInt(a.resourceVersion) - BigInt(b.resourceVersion)));
    return inOrder.filter((version, index) => index > 0 && version.generation > (inOrder[index - 1]?.generation ?? 0));
  });
}

/** A later request that changed nothing finds the version that the first one made. */
function writerOf({ plural, uid, resourceVersion }: Version, writes: readonly Write[]): string | undefined {
  return writes
    .filter((write) => write.plural === plural && write.uid === uid && write.resourceVersion === resourceVersion)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))[0]?.user;
}
