import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { tools } from '../../harness/control-plane/tools.ts';
import type { KubeObject } from '../../../src/kube/resource.ts';

export const chartFolder = join(import.meta.dirname, '..', '..', '..', 'charts', 'privatelink-operator');

/** A rendered object, loosely typed for assertions. */
export type Rendered = KubeObject & Readonly<Record<string, unknown>>;

export interface Helm {
  /** The objects of the chart under these values, in Helm's order; throws with what Helm said. */
  template(values: object): readonly Rendered[];
  /** The same as text. */
  text(values: object): string;
  lint(values: object): string;
}

/** The chart as Helm sees it, for a release named `release` in the namespace `system`, unless another chart is named. */
export async function helm(chart: string = chartFolder): Promise<Helm> {
  const { helm: binary } = await tools((line) => process.stderr.write(`${line}\n`));
  const run = (args: readonly string[], values: object): string => {
    const { status, stdout, stderr } = spawnSync(binary, [...args, '--values', '-'], { input: JSON.stringify(values), encoding: 'utf8' });
    if (status !== 0) throw new Error(`helm ${args[0]}: ${stderr}${stdout}`);
    return stdout;
  };
  const text = (values: object): string => run(['template', 'release', chart, '--namespace', 'system'], values);
  return { text, template: (values) => objectsOf(text(values)), lint: (values) => run(['lint', '--strict', chart], values) };
}

function objectsOf(manifest: string): readonly Rendered[] {
  return parseAllDocuments(manifest).flatMap((document) => (document.contents === null ? [] : [document.toJS() as Rendered]));
}

export function chartFile(name: string): unknown {
  return parse(readFileSync(join(chartFolder, name), 'utf8'));
}

/** The value at a path of values.yaml, as a file of values would give it. */
export function at(path: string, value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = path.split('.');
  return { [first]: rest.length === 0 ? value : at(rest.join('.'), value) };
}
