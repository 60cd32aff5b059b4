import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crd, resources } from '../../scripts/crds.ts';
import { specArbitrary } from './support/schema-arbitrary.ts';
import { goodCases, type SchemaCase } from './support/schema-cases.ts';
import { type SchemaServer, schemaServer } from './support/schema-server.ts';

let server: SchemaServer;
beforeAll(() => {
  server = schemaServer();
});
afterAll(() => server.close());

const runs = 200;

test.each(resources.map((resource) => [resource.kind, resource] as const))(
  'the API server and the schema give the same verdict on any %s',
  async (kind, resource) => {
    const { spec } = crd(resource) as {
      spec: { versions: [{ schema: { openAPIV3Schema: { properties: { spec: Record<string, unknown> } } } }] };
    };
    const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    let accepted = 0;
    const good = Object.values(goodCases).filter((one) => one.kind === kind);
    // A good spec with up to two fields of any sort in their place: else hardly one would be accepted, and little compared.
    const any = specArbitrary(spec.versions[0].schema.openAPIV3Schema.properties.spec) as fc.Arbitrary<Record<string, unknown>>;
    const near = fc
      .tuple(fc.constantFrom(...good), any)
      .chain(([base, strange]) =>
        fc
          .subarray(Object.keys(strange), { maxLength: 2 })
          .map((names) => ({ ...base.spec, ...Object.fromEntries(names.map((name) => [name, strange[name]])) })),
      );
    const property = fc.asyncProperty(near, async (generated) => {
      const verdict = await server.judge({ kind: kind as SchemaCase['kind'], spec: generated as SchemaCase['spec'] }, 'create');
      const parsed = resource.spec.safeParse(generated);
      if (verdict.accepted) accepted += 1;
      expect({ accepted: parsed.success, because: parsed.success ? '' : parsed.error.message }, verdict.message).toMatchObject({
        accepted: verdict.accepted,
      });
    });
    await fc.assert(property, { numRuns: runs, seed });
    process.stdout.write(`${kind}: ${runs} specs, ${accepted} accepted, seed ${seed}\n`);
    expect(accepted).toBeGreaterThan(runs / 20);
  },
);
