import { afterEach } from 'vitest';
import { Route53 } from '@aws-sdk/client-route-53';
import type { KubeObject } from '../../../src/kube/resource.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import type { Vpc } from '../../../src/simulator/world.ts';
import { accounts } from '../../harness/teams.ts';
import { isReady, type Scenario, type ScenarioOptions, scenario } from '../../harness/scenario.ts';

/** The account that owns the zone and the endpoint, and those of the teams that use it. */
export const hub = accounts.consumer;
export const spokes = ['444455556666', '777788889999'] as const;
export const hubVPC = 'vpc-0b000000000000001';
export const domain = 'secretsmanager.eu-west-1.amazonaws.com';

const trusted = '333333333333';

/** VPCs of several accounts around one endpoint, with an access into each account. */
export interface ManyVPCs extends Scenario {
  /** VPC IDs by account. */
  readonly vpcs: Readonly<Record<string, readonly string[]>>;
  readonly route53: (account: string) => Route53;
  zone(spec?: object): KubeObject;
  /** The endpoint in the hub's VPC that the zone leads to. */
  hubEndpoint(spec?: object): KubeObject;
}

export interface ManyVPCsOptions extends ScenarioOptions {
  /** Beside the hub's own; three an account unless given. */
  readonly vpcsOf?: Readonly<Record<string, number>>;
}

/** Scenarios of many VPCs for the tests of one file, each closed after its test. */
export function manyVPCsScenarios() {
  let current: ManyVPCs | undefined;
  afterEach(async () => {
    await current?.[Symbol.asyncDispose]();
    current = undefined;
  });
  const begin = async (options?: ManyVPCsOptions): Promise<ManyVPCs> => (current = await manyVPCs(options));
  /** An endpoint that is ready, and a zone as the spec says. */
  const beginWithZone = async (spec?: object, options?: ManyVPCsOptions) => {
    const on = await begin(options);
    const endpoint = await on.create(on.hubEndpoint());
    await on.until(endpoint, 'ready', isReady);
    const zone = await on.create(on.zone(spec));
    return { on, endpoint, zone };
  };
  return { begin, beginWithZone };
}

export async function manyVPCs({
  vpcsOf = { [hub]: 2, [spokes[0]]: 3, [spokes[1]]: 3 },
  ...options
}: ManyVPCsOptions = {}): Promise<ManyVPCs> {
  const vpcs: Record<string, string[]> = {};
  const before = (simulator: Simulator): void => {
    let number = 0;
    for (const [account, count] of Object.entries(vpcsOf)) {
      addRole(simulator, account);
      const ids = Array.from({ length: count }, () => addVPC(simulator, { account, number: (number += 1) }));
      vpcs[account] = account === hub ? [hubVPC, ...ids] : ids;
    }
    const { world } = simulator;
    const home = world.vpcs.get(hubVPC);
    if (home !== undefined) share(home);
    const group = world.securityGroups.get('sg-0b000000000000001');
    group?.rules.push({
      id: world.newID('sgr'),
      direction: 'ingress',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      source: { cidr: '10.0.0.0/8' },
      description: '',
    });
    options.before?.(simulator);
  };
  const on = await scenario({ time: 'virtual', ...options, before });
  for (const account of Object.keys(vpcsOf)) await on.create(accessInto(on, account));
  return {
    ...on,
    vpcs,
    route53: (account) =>
      new Route53({ endpoint: on.simulator.url, region: 'us-east-1', credentials: { accessKeyId: account, secretAccessKey: 'none' } }),
    hubEndpoint: (spec = {}) => on.endpoint('secrets', { accessRef: { name: on.consumer }, ...spec }),
    zone: (spec = {}) => zoneOf(on, Object.keys(vpcsOf), spec),
  };
}

function zoneOf(on: Scenario, owners: readonly string[], spec: object): KubeObject {
  const others = owners.filter((account) => account !== hub);
  return {
    apiVersion: 'privatelink-operator.io/v1alpha1',
    kind: 'PrivateHostedZone',
    metadata: { name: 'secrets', namespace: on.consumer, labels: { test: on.consumer.replace(/-consumer$/, '') } },
    spec: {
      domain,
      accessRef: { name: accessName(on, hub) },
      vpcs: [
        { tags: { privatelink: 'shared' } },
        ...others.map((account) => ({ accessRef: { name: accessName(on, account) }, tags: { privatelink: 'shared' } })),
      ],
      records: [{ name: '@', endpointRef: { name: 'secrets' } }],
      ...spec,
    },
  };
}

/** The access under which zones and associations are made; the hub's is beside the one for its endpoints. */
export function accessName(on: Scenario, account: string): string {
  return `${on.consumer}-${account}`;
}

function accessInto(on: Scenario, account: string): KubeObject {
  return {
    apiVersion: 'privatelink-operator.io/v1alpha1',
    kind: 'PrivateLinkAccess',
    metadata: { name: accessName(on, account), labels: { test: on.consumer.replace(/-consumer$/, '') } },
    spec: { namespaces: { names: [on.consumer] }, roleARN: roleARN(account), externalID: 'spoke' },
  };
}

function roleARN(account: string): string {
  return `arn:aws:iam::${account}:role/privatelink-dns`;
}

function addRole({ world }: Simulator, account: string): void {
  const arn = roleARN(account);
  world.roles.set(arn, { arn, account, externalID: 'spoke', trustedAccounts: [trusted] });
}

export interface NewVPC {
  readonly account: string;
  /** Makes its addresses its own. */
  readonly number: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A VPC that can resolve private names, tagged to share unless told otherwise. */
export function addVPC({ world }: Simulator, { account, number, tags = { privatelink: 'shared' } }: NewVPC): string {
  const id = world.newID('vpc');
  const now = world.clock.now();
  world.vpcs.set(id, {
    id,
    account,
    region: 'eu-west-1',
    tags: new Map(Object.entries(tags)),
    taggedAt: now,
    createdAt: now,
    cidrs: [`10.${100 + (number % 100)}.${Math.floor(number / 100)}.0/24`],
    enableDnsSupport: true,
    enableDnsHostnames: true,
    isDefault: false,
  });
  return id;
}

function share(vpc: Vpc): void {
  vpc.tags.set('privatelink', 'shared');
  vpc.enableDnsHostnames = true;
  vpc.enableDnsSupport = true;
}
