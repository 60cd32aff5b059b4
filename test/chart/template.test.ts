import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { differences } from './support/differences.ts';
import { at, chartFile, chartFolder, type Helm, helm, type Rendered } from './support/helm.ts';
import { switches } from './support/switches.ts';

const required = { clusterID: 'cluster' };
let chart: Helm;
let defaults: readonly Rendered[];

beforeAll(async () => {
  chart = await helm();
  defaults = chart.template(required);
}, 120_000);

describe('the chart', () => {
  test('passes a strict lint with nothing but clusterID', () => {
    expect(chart.lint(required)).toContain('0 chart(s) failed');
  });

  test('says in words that clusterID is missing', () => {
    expect(() => chart.text({})).toThrow(/clusterID is required: a name for this installation that never changes.*--set clusterID=NAME/);
  });

  test.each(['-begins-with-a-dash', 'x'.repeat(64), 'Grüße', 'a/b'])('refuses the clusterID %s in words', (clusterID) => {
    expect(() => chart.text({ clusterID })).toThrow(/clusterID ".*": give 1 to 63 letters, digits, dots, dashes and underscores/);
  });

  test.each(['123', '1e3', 'true', 'null', 'A.b_c-9'])('passes the clusterID %s on as the text that it is', (clusterID) => {
    expect(differences(defaults, chart.template({ clusterID }))).toEqual({
      'Deployment/release-privatelink-operator spec.template.spec.containers.operator.env.CLUSTER_ID.value': clusterID,
    });
  });

  test('renders the same bytes every time', () => {
    expect(chart.text(required)).toBe(chart.text(required));
  });

  test('asks for the account that exists when it is not to create one', () => {
    const values = { ...required, serviceAccount: { create: false } };
    expect(() => chart.text(values)).toThrow(/serviceAccount.name is required with serviceAccount.create=false/);
  });

  test('labels its objects with the standard labels only', () => {
    const standard =
      /^(app\.kubernetes\.io\/(name|instance|version|managed-by)|rbac\.authorization\.k8s\.io\/aggregate-to-(view|edit|admin))$/;
    const labels = defaults.flatMap(({ metadata }) => Object.keys(metadata.labels ?? {}));
    expect(labels.filter((label) => !standard.test(label))).toEqual([]);
  });

  test('has the version of the package', async () => {
    const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
    expect(chartFile('Chart.yaml')).toMatchObject({ version, appVersion: version });
  });

  test('can be part of another chart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'umbrella-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(chartFolder, join(folder, 'charts', 'privatelink-operator'), { recursive: true });
    writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: umbrella\nversion: 1.0.0\n');
    const objects = (await helm(folder)).template({ 'privatelink-operator': required });
    expect(differences(defaults, objects)).toEqual({});
  });
});

describe('each value', () => {
  test('of values.yaml has a row, and the schema knows it', () => {
    const paths = leafPaths(chartFile('values.yaml'));
    expect(Object.keys(switches).toSorted()).toEqual(paths);
    expect(schemaPaths(chartFile('values.schema.json') as Schema).filter((path) => path !== 'global')).toEqual(paths);
  });

  test.each(Object.entries(switches))('%s changes what it is there for and nothing else', (path, { value, values, changes }) => {
    const expected = typeof changes === 'function' ? changes(defaults) : changes;
    expect(differences(defaults, chart.template({ ...required, ...(values ?? at(path, value)) }))).toEqual(expected);
  });

  test.each(Object.entries(switches))('%s of a wrong type or range is refused', (path, { wrong, says }) => {
    expect(() => chart.text({ ...required, ...at(path, wrong) })).toThrow(says);
  });

  test.each(['', 'aws', 'aws.endpointURLs', 'image', 'crds', 'serviceAccount', 'rbac', 'periods', 'resources'])(
    'that nobody knows is refused in the map "%s"',
    (map) => {
      const values = map === '' ? { unheardOf: 1 } : at(map, { unheardOf: 1 });
      expect(() => chart.text({ ...required, ...values })).toThrow(/additional properties 'unheardOf' not allowed/);
    },
  );
});

/** Paths of the values that are not maps of values themselves; a map that the user fills is one value. */
function leafPaths(values: unknown, prefix = ''): readonly string[] {
  return Object.entries(values as Record<string, unknown>)
    .flatMap(([key, value]) => {
      const path = `${prefix}${key}`;
      const isMap = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
      return isMap && path !== 'resources' ? leafPaths(value, `${path}.`) : [path];
    })
    .toSorted();
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

function schemaPaths({ properties = {} }: Schema, prefix = ''): readonly string[] {
  return Object.entries(properties)
    .flatMap(([key, inner]) => {
      const path = `${prefix}${key}`;
      return inner.properties !== undefined && path !== 'resources' ? schemaPaths(inner, `${path}.`) : [path];
    })
    .toSorted();
}
