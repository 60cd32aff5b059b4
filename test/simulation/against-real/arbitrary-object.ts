import fc from 'fast-check';
import { crd, resources } from '../../../scripts/crds.ts';
import { goodCases } from '../../integration/support/schema-cases.ts';
import type { Json, JsonObject } from '../api-server/json.ts';
import type { Part } from '../api-server/strategy.ts';
import type { Schema } from '../api-server/structural-schema.ts';
import { patchOf, valueOf } from './arbitrary-patch.ts';
import type { CustomKind } from './step.ts';

const schemas: ReadonlyMap<string, Schema> = new Map(
  resources.map((resource) => {
    const { spec } = crd(resource) as { spec: { versions: [{ schema: { openAPIV3Schema: Schema } }] } };
    return [resource.kind, spec.versions[0].schema.openAPIV3Schema];
  }),
);
const schemaOf = (kind: CustomKind, part: 'spec' | 'status'): Schema => schemas.get(kind)?.properties?.[part] ?? {};

/** Specs of that kind that no rule refuses. */
export const goodSpecs = (kind: CustomKind): readonly JsonObject[] =>
  Object.values(goodCases)
    .filter((one) => one.kind === kind)
    .map(({ spec }) => spec as JsonObject);

const finalizers = fc.subarray(['privatelink-operator.io/finalizer', 'example.com/theirs', 'example.com/third']);
export const words: fc.Arbitrary<JsonObject> = fc.dictionary(fc.constantFrom('team', 'example.com/team'), fc.constantFrom('x', 'y'), {
  maxKeys: 2,
});

/** Fields of metadata that are not the client's to write, and what nobody should write there. */
const foreign: readonly JsonObject[] = [
  { generation: 7 },
  { creationTimestamp: '2020-01-01T00:00:00Z' },
  { creationTimestamp: null },
  { deletionTimestamp: null, deletionGracePeriodSeconds: null },
  { deletionGracePeriodSeconds: 30 },
  { selfLink: '/nowhere', unknown: { a: 1 } },
  { uid: null },
  { namespace: 'elsewhere' },
  { namespace: null },
  { name: null },
  { name: 'another' },
  { finalizers: ['no slash'] },
];
const onCreate: readonly JsonObject[] = [
  { deletionTimestamp: '2020-01-01T00:00:00Z' },
  { resourceVersion: '5' },
  { resourceVersion: '0', uid: 'own' },
];
const ownMeta: fc.Arbitrary<JsonObject> = fc.record({ labels: words, annotations: words, finalizers }, { requiredKeys: [] });
const lessMeta = fc.constantFrom<JsonObject>(
  { labels: { team: null } },
  { annotations: { team: null, 'example.com/team': 'z' } },
  { labels: null, annotations: null, finalizers: null },
  {},
);

/** The body of a create, without its names: mostly good, and sometimes with what is not the client's to set. */
export function bodyOf(kind: CustomKind): fc.Arbitrary<JsonObject> {
  const good = fc.constantFrom(...goodSpecs(kind));
  const near = fc.tuple(good, patchOf(schemaOf(kind, 'spec'))).map(([spec, strange]): JsonObject => ({ ...spec, ...strange }));
  const spec = fc.oneof<fc.WeightedArbitrary<Json>[]>(
    { weight: 9, arbitrary: good },
    { weight: 2, arbitrary: near },
    { weight: 1, arbitrary: fc.constantFrom<Json>({}, null, 'odd') },
  );
  const more = fc.oneof<fc.WeightedArbitrary<JsonObject>[]>(
    { weight: 8, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: valueOf(schemaOf(kind, 'status')).map((status) => ({ status })) },
    { weight: 1, arbitrary: fc.constant({ unknown: 1 }) },
  );
  const metadata = fc.oneof({ weight: 12, arbitrary: ownMeta }, { weight: 1, arbitrary: fc.constantFrom(...foreign, ...onCreate) });
  return fc.tuple(metadata, spec, more).map(([meta, given, rest]): JsonObject => ({ metadata: meta, spec: given, ...rest }));
}

/** A merge patch for an object or its status: as a rule of what belongs there, sometimes of what the other one has. */
export function wholePatchOf(kind: CustomKind, part: Part): fc.Arbitrary<JsonObject> {
  const metadata = fc.oneof(
    { weight: 4, arbitrary: ownMeta },
    { weight: 2, arbitrary: finalizers.map((list): JsonObject => ({ finalizers: list })) },
    { weight: 1, arbitrary: lessMeta },
    { weight: 1, arbitrary: fc.constantFrom(...foreign) },
  );
  const [spec, status] = [patchOf(schemaOf(kind, 'spec')), patchOf(schemaOf(kind, 'status'))];
  const ignored = patchOf(schemaOf(kind, part === 'main' ? 'status' : 'spec'), 'never');
  const both = part === 'main' ? { metadata, spec, status: ignored } : { metadata, spec: ignored, status };
  const mixed = fc.record(both, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
  return fc.oneof<fc.WeightedArbitrary<JsonObject>[]>(
    { weight: 6, arbitrary: part === 'main' ? spec.map((patch) => ({ spec: patch })) : status.map((patch) => ({ status: patch })) },
    { weight: part === 'main' ? 6 : 1, arbitrary: metadata.map((patch) => ({ metadata: patch })) },
    { weight: 1, arbitrary: ignored.map((patch) => (part === 'main' ? { status: patch } : { spec: patch })) },
    { weight: 2, arbitrary: mixed },
    { weight: 1, arbitrary: fc.constantFrom<JsonObject>({}, { status: null }, { spec: null }, { metadata: null }) },
  );
}
