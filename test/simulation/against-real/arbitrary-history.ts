import fc from 'fast-check';
import type { JsonObject } from '../api-server/json.ts';
import { bodyOf, wholePatchOf, words } from './arbitrary-object.ts';
import { type CustomKind, customKinds, type History, type KindName, type Sight, type Step, type Target } from './step.ts';

const sight: fc.Arbitrary<Sight> = fc.oneof<fc.WeightedArbitrary<Sight>[]>(
  { weight: 10, arbitrary: fc.constant('none') },
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom('foreign', 'nonsense', 'zero') },
);
const someSight = fc.oneof({ weight: 2, arbitrary: fc.constant<Sight>('none') }, { weight: 1, arbitrary: sight });
const rareSight = fc.oneof({ weight: 7, arbitrary: fc.constant<Sight>('none') }, { weight: 1, arbitrary: sight });
const name = fc.constantFrom<Target['name']>('a', 'a', 'a', 'b', 'b', 'c');
const limit = fc.constantFrom(0, 1, 2, 500);
const at = (kind: KindName): fc.Arbitrary<Target> => name.map((one) => ({ kind, name: one }));
const steps = <T extends Step['type']>(
  type: T,
  rest: { [K in Exclude<keyof Extract<Step, { type: T }>, 'type'>]: fc.Arbitrary<Extract<Step, { type: T }>[K]> },
) => fc.record({ type: fc.constant(type), ...rest }) as unknown as fc.Arbitrary<Step>;

function stepOf(kind: CustomKind): fc.Arbitrary<Step> {
  const patch = (part: 'main' | 'status'): fc.Arbitrary<Step> =>
    steps('patch', { at: at(kind), part: fc.constant(part), patch: wholePatchOf(kind, part), resourceVersion: sight, uid: rareSight });
  const of = fc.constant(kind);
  return fc.oneof(
    { weight: 8, arbitrary: steps('create', { at: at(kind), body: bodyOf(kind) }) },
    { weight: 15, arbitrary: patch('main') },
    { weight: 12, arbitrary: patch('status') },
    { weight: 7, arbitrary: steps('delete', { at: at(kind), resourceVersion: someSight, uid: someSight }) },
    { weight: 2, arbitrary: steps('get', { at: at(kind), part: fc.constantFrom('main', 'status') }) },
    { weight: 3, arbitrary: steps('list', { kind: of, everywhere: fc.boolean(), limit }) },
    { weight: 3, arbitrary: steps('page', { kind: of, limit }) },
  );
}

const namespaceStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: steps('create', { at: at('Namespace'), body: fc.constant({}) }) },
  {
    weight: 4,
    arbitrary: steps('patch', {
      at: at('Namespace'),
      part: fc.constant('main'),
      patch: words.map((labels): JsonObject => ({ metadata: { labels } })),
      resourceVersion: sight,
      uid: rareSight,
    }),
  },
  { weight: 2, arbitrary: steps('get', { at: at('Namespace'), part: fc.constant('main') }) },
  { weight: 1, arbitrary: steps('delete', { at: at('Namespace'), resourceVersion: fc.constant('none'), uid: rareSight }) },
);

/** As the operator writes them; `{}` stands for one that regards what is in this namespace. */
const eventOf = (namespace: JsonObject): JsonObject => ({
  eventTime: '2026-01-01T00:00:00.000000Z',
  type: 'Normal',
  reason: 'Available',
  action: 'Available',
  note: 'It is.',
  regarding: { apiVersion: 'privatelink-operator.io/v1alpha1', kind: 'EndpointService', name: 'a', uid: 'uid-1', ...namespace },
  reportingController: 'privatelink-operator.io/operator',
  reportingInstance: 'pod-1',
});
const eventStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: steps('create', {
      at: at('Event'),
      body: fc.constantFrom({}, {}, { namespace: '' }, { namespace: 'elsewhere' }).map(eventOf),
    }),
  },
  { weight: 1, arbitrary: steps('get', { at: at('Event'), part: fc.constant('main') }) },
  { weight: 1, arbitrary: steps('list', { kind: fc.constant('Event'), everywhere: fc.constant(false), limit }) },
);

/** Steps that belong together: mostly one; one twice, for the second is often another case; or a page, a write, and the next page. */
function stepsOf(kind: CustomKind): fc.Arbitrary<readonly Step[]> {
  const one = stepOf(kind);
  const some = fc.constantFrom(1, 2);
  const first = steps('list', { kind: fc.constant(kind), everywhere: fc.constant(false), limit: some });
  const next = steps('page', { kind: fc.constant(kind), limit: some });
  return fc.oneof<fc.WeightedArbitrary<readonly Step[]>[]>(
    { weight: 12, arbitrary: fc.tuple(one) },
    { weight: 2, arbitrary: one.map((step) => [step, step]) },
    { weight: 1, arbitrary: fc.tuple(first, one, next) },
  );
}

/** One or two kinds, so that many steps meet the same object. */
export const history: fc.Arbitrary<History> = fc.subarray([...customKinds], { minLength: 1, maxLength: 2 }).chain((kinds) => {
  const begin = fc.tuple(
    ...kinds.flatMap((kind) =>
      (['a', 'b'] as const).map((name) => steps('create', { at: fc.constant({ kind, name }), body: bodyOf(kind) })),
    ),
  );
  const next = fc.oneof(
    ...kinds.map((kind) => ({ weight: 8, arbitrary: stepsOf(kind) })),
    { weight: 1, arbitrary: fc.tuple(namespaceStep) },
    { weight: 1, arbitrary: fc.tuple(eventStep) },
  );
  const watch = fc.record({ kind: fc.constantFrom<KindName>(...kinds, 'Namespace'), from: fc.nat({ max: 40 }), everywhere: fc.boolean() });
  return fc.record({
    kinds: fc.constant(kinds),
    steps: fc
      .tuple(begin, fc.array(next, { minLength: 3, maxLength: 20, size: 'max' }))
      .map(([creates, more]) => [...creates, ...more.flat()]),
    watches: fc.array(watch, { minLength: 2, maxLength: 4 }),
  });
});
