import { describe, expect, test } from 'vitest';
import { crd } from '../../scripts/crds.ts';
import { resource as endpointServices } from '../../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoints } from '../../src/kinds/interface-endpoint/schema.ts';
import { isReady } from '../harness/scenario.ts';
import { endpointDrift, endpointFieldsWithoutDrift, serviceDrift, serviceFieldsWithoutDrift } from './support/drift-rows.ts';
import { mutableFields, specSchemaOf } from './support/mutable-fields.ts';
import { ownedKinds } from './support/owned-kinds.ts';
import { quietEndpoint, quietService } from './support/quiet-rows.ts';
import { minute, scenarios, writesSince } from './support/scenarios.ts';

const open = scenarios();
const kinds = {
  EndpointService: { resource: endpointServices, rows: serviceDrift, quiet: quietService, without: serviceFieldsWithoutDrift },
  InterfaceEndpoint: { resource: interfaceEndpoints, rows: endpointDrift, quiet: quietEndpoint, without: endpointFieldsWithoutDrift },
};

describe.each(['EndpointService', 'InterfaceEndpoint'] as const)('%s', (name) => {
  const { resource, rows, quiet, without } = kinds[name];
  const kind = ownedKinds[name];

  test('every field of the spec that may be edited has a row here, or a reason to have none', () => {
    const fields = mutableFields(specSchemaOf(crd(resource)));
    const known = new Set([...Object.values(rows).map(({ field }) => field), ...Object.keys(without)]);
    expect(fields.filter((field) => !known.has(field))).toEqual([]);
    expect([...known].filter((field) => !fields.includes(field))).toEqual([]);
  });

  test.each(Object.entries(rows))('%s is put right by exactly one write', async (_sentence, row) => {
    const on = await open();
    await row.before?.(on);
    const object = await on.create(kind.object(on, row.spec));
    const id = kind.idOf(await on.until(object, 'ready', isReady));
    // What is still settling after our own writes is over by then, and drift is noticed as at rest.
    await on.pass(12 * minute);
    const before = on.writes().length;
    await row.change(on, id);
    await on.pass(8 * minute);
    expect(writesSince(on, before)).toEqual([row.action, ...(row.then ?? [])]);
    expect(on.writes()[before]?.parameters).toMatchObject(row.parameters ?? {});
    expect(isReady((await on.read(object)) ?? expect.fail('the object is there'))).toBe(true);
  });

  test.each(Object.entries(quiet))('%s: nothing is written', async (_sentence, row) => {
    const on = await open();
    await row.before?.(on);
    const object = await on.create(kind.object(on, row.spec));
    const id = kind.idOf(await on.until(object, 'ready', isReady));
    await on.pass(12 * minute);
    const before = on.writes().length;
    await row.change(on, id);
    await on.pass(8 * minute);
    expect(writesSince(on, before)).toEqual([]);
  });
});
