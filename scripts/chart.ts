import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, parseDocument, stringify, type Pair, type YAMLMap } from 'yaml';
import { crd, resources } from './crds.ts';

const folder = 'charts/privatelink-operator';

/** What the chart has from elsewhere: the CRDs as templates, and the table of its values. Files by path. */
export function chart(): Record<string, string> {
  const values = readFileSync(join(import.meta.dirname, '..', folder, 'values.yaml'), 'utf8');
  return { ...crdTemplates(), [`${folder}/README.md`]: readmeOf(values) };
}

function crdTemplates(): Record<string, string> {
  return Object.fromEntries(
    resources.map((resource) => {
      const text = stringify(crd(resource), { lineWidth: 0 });
      if (text.includes('{{')) throw new Error(`the CRD of ${resource.kind} holds "{{", which Helm would take for its own`);
      const metadata = `metadata:\n  name: ${resource.plural}.${resource.group}\n`;
      if (!text.includes(metadata)) throw new Error(`the CRD of ${resource.kind} does not begin as expected`);
      const template = text.replace(metadata, `${metadata}${labels}`);
      return [`${folder}/templates/crds/${resource.plural}.yaml`, `{{- if .Values.crds.enabled -}}\n${header}\n${template}{{- end }}\n`];
    }),
  );
}

const header = '# Generated from the schema in src/kinds by npm run generate.';
const labels = `  labels:
    {{- include "privatelink-operator.labels" . | nindent 4 }}
  {{- if .Values.crds.keep }}
  annotations:
    helm.sh/resource-policy: keep
  {{- end }}
`;

function readmeOf(values: string): string {
  const { contents } = parseDocument(values);
  if (!isMap(contents)) throw new Error('values.yaml is not a map');
  const rows = rowsOf(contents as ValuesMap, '').map(({ path, words, value }) => `| \`${path}\` | ${words} | \`${value}\` |`);
  return `# privatelink-operator

Installs the operator, its CustomResourceDefinitions, and the permissions that it uses and no others.

\`\`\`sh
helm install privatelink-operator ${folder} --namespace privatelink-operator --create-namespace --set clusterID=NAME
\`\`\`

This page is generated from \`values.yaml\` by \`npm run generate\`. Values of another name or type are refused.

| Value | What it is | Default |
|---|---|---|
${rows.join('\n')}
`;
}

type ValuesMap = YAMLMap<{ value: string; commentBefore?: string }, YAMLMap>;

interface Row {
  readonly path: string;
  readonly words: string;
  readonly value: string;
}

/** One row a value; a map that the user fills (it is empty, or is called resources) is one value. */
function rowsOf(map: ValuesMap, prefix: string): readonly Row[] {
  return map.items.flatMap((pair, index) => {
    const path = `${prefix}${pair.key.value}`;
    const words = (pair.key.commentBefore ?? (index === 0 ? map.commentBefore : undefined) ?? '').replaceAll('\n', ' ').trim();
    if (isMap(pair.value) && pair.value.items.length > 0 && path !== 'resources')
      return rowsOf(pair.value as unknown as ValuesMap, `${path}.`);
    if (words === '') throw new Error(`values.yaml: say what ${path} is in a comment above it`);
    return [{ path, words, value: textOf(pair) }];
  });
}

function textOf({ value }: Pair<unknown, unknown>): string {
  return JSON.stringify(isScalar(value) ? value.value : (value as YAMLMap).toJSON());
}
