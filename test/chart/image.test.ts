import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { helm, type Rendered } from './support/helm.ts';

/** No engine builds the image here: this is what can be read off the files. */
const dockerfile = readFileSync(join(import.meta.dirname, '..', '..', 'Dockerfile'), 'utf8');
const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

interface PodTemplate {
  readonly spec: {
    readonly securityContext: object;
    readonly terminationGracePeriodSeconds: number;
    readonly containers: readonly [Container];
  };
}
interface Container {
  readonly command?: unknown;
  readonly args?: unknown;
  readonly securityContext: object;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe: object;
  readonly readinessProbe: object;
}

let pod: PodTemplate['spec'];
let container: Container;
beforeAll(async () => {
  const objects = (await helm()).template({ clusterID: 'cluster', aws: { region: 'eu-west-1' } });
  const deployment = objects.find(({ kind }) => kind === 'Deployment') as Rendered & { readonly spec: { readonly template: PodTemplate } };
  pod = deployment.spec.template.spec;
  [container] = pod.containers;
}, 120_000);

describe('the image and the chart agree', () => {
  test('on a user that is not root, in figures', () => {
    expect(final).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(pod.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  });

  test('on what is run: the bundle that the build makes, by the image alone', () => {
    expect(final).toMatch(/^COPY --from=build .* \/build\/dist\/operator\.mjs \/app\/operator\.mjs$/m);
    expect(final).toMatch(/^ENTRYPOINT \["\/nodejs\/bin\/node", "\/app\/operator\.mjs"\]$/m);
    expect(container).not.toHaveProperty('command');
    expect(container).not.toHaveProperty('args');
  });

  test('on Node 24, as the package asks for', () => {
    expect(dockerfile).toMatch(/^FROM --platform=\$BUILDPLATFORM node:24-\S+ AS build$/m);
    expect(final).toMatch(/^FROM gcr\.io\/distroless\/nodejs24-\S+:nonroot$/m);
  });

  test('on the port, which the probes ask by name', () => {
    const { healthPort } = readConfig(environmentOf(container));
    expect(final).toContain(`EXPOSE ${healthPort}`);
    expect(container.ports).toEqual([{ name: 'http', containerPort: healthPort }]);
    expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/healthz', port: 'http' } });
    expect(container.readinessProbe).toMatchObject({ httpGet: { path: '/readyz', port: 'http' } });
  });

  test('on a root file system that nothing is written to', () => {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });
});

describe('the settings that the chart gives', () => {
  test('are the defaults of the operator itself', () => {
    const given = readConfig(environmentOf(container));
    expect(given).toEqual(readConfig({ CLUSTER_ID: 'cluster', AWS_REGION: 'eu-west-1' }));
  });

  test('leave time after the longest request to record what it did', () => {
    const { requestTimeout } = readConfig(environmentOf(container));
    expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThanOrEqual(requestTimeout + 30_000);
  });
});

function environmentOf({ env }: Container): Record<string, string> {
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}
