import { describe, expect, test } from 'vitest';
import { probe } from '../../src/simulator/probe.ts';
import type { Vpc } from '../../src/simulator/world.ts';
import type { NameService } from './support/name-service.ts';
import { alias, nameService, plain } from './support/name-service.ts';
import type { Simulation } from './support/simulation.ts';
import { simulation } from './support/simulation.ts';

const serviceName = 'com.amazonaws.eu-west-1.secretsmanager';
const domain = 'secretsmanager.eu-west-1.amazonaws.com';

interface Fan {
  readonly names: NameService;
  readonly addresses: readonly string[];
  connect(from: Vpc, dnsName?: string): string;
  admit(cidr: string): void;
  peer(left: Vpc, right: Vpc): void;
}

/** An endpoint for Secrets Manager in the hub, and a private hosted zone of its name for hub and spoke. */
async function fan(simulated: Simulation): Promise<Fan> {
  const { world } = simulated.simulator;
  const names = await nameService(simulated);
  const { VpcEndpointId: id } = await names.connect({ ServiceName: serviceName });
  simulated.clock.advance(60_000);
  const { VpcEndpoints } = await names.consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [id] });
  const { DnsName = '', HostedZoneId = '' } = VpcEndpoints?.[0]?.DnsEntries?.[0] ?? {};
  await names.zone(domain, [names.hub, names.spoke], [alias(domain, { DnsName, HostedZoneId })]);
  const addresses = names.answer(names.hub, domain);
  if (typeof addresses === 'string') throw new Error(addresses);
  const [group] = world.endpoints.get(id)?.securityGroupIDs ?? [];
  const rules = world.securityGroups.get(group ?? '')?.rules ?? [];
  return {
    names,
    addresses,
    connect: ({ id: vpcID, account }, dnsName = domain) => {
      const { result, message } = probe(world, { account, vpcID, dnsName, port: 443 });
      return `${result}: ${message}`;
    },
    admit: (cidr) =>
      rules.push({ id: 'sgr-1', direction: 'ingress', protocol: 'tcp', fromPort: 443, toPort: 443, source: { cidr }, description: '' }),
    peer: (left, right) => world.peerings.push([left.id, right.id]),
  };
}

test('a client in another VPC resolves through the private hosted zone, and needs a route and a security group that admits it', async () => {
  await using simulated = await simulation();
  const { names, connect, admit, peer } = await fan(simulated);
  const { hub, spoke } = names;
  admit('10.0.0.0/16');
  expect(connect(hub)).toMatch(/^connected/);
  expect(connect(spoke)).toContain(`no route from ${spoke.id} to the interface of`);
  peer(spoke, hub);
  expect(connect(spoke)).toContain('does not admit 10.9.255.254 to port 443');
  admit('10.9.0.0/16');
  expect(connect(spoke)).toMatch(/^connected/);
});

test('routes lead both ways, and not through a third VPC', async () => {
  await using simulated = await simulation();
  const { names, connect, admit, peer } = await fan(simulated);
  const { hub, spoke } = names;
  const third: Vpc = { ...spoke, id: simulated.simulator.world.newID('vpc') };
  simulated.simulator.world.vpcs.set(third.id, third);
  admit('0.0.0.0/0');
  peer(hub, spoke);
  expect(connect(spoke)).toMatch(/^connected/);
  peer(spoke, third);
  const regional = names.regional.DnsName;
  expect(connect(third, regional)).toContain('no route');
});

test('a plain address leads to the interface that has it, in the own VPC or one that is reached', async () => {
  await using simulated = await simulation();
  const { names, connect, admit, peer, addresses } = await fan(simulated);
  const { hub, spoke } = names;
  await names.zone('plain.com', [hub, spoke], [plain('plain.com', 'A', addresses[0] ?? ''), plain('none.plain.com', 'A', '10.0.200.200')]);
  admit('0.0.0.0/0');
  expect(connect(hub, 'plain.com')).toMatch(/^connected/);
  expect(connect(spoke, 'plain.com')).toMatch(/^timed-out/);
  peer(hub, spoke);
  expect(connect(spoke, 'plain.com')).toMatch(/^connected/);
  expect(connect(spoke, 'none.plain.com')).toBe(`timed-out: timed out (nothing that ${spoke.id} has a route to is at 10.0.200.200)`);
});

describe('where the zone has no address, nothing is found:', () => {
  test.each(['x', 'nothing.below'])('%s', async (label) => {
    await using simulated = await simulation();
    const { names, connect } = await fan(simulated);
    expect(connect(names.hub, `${label}.${domain}`)).toMatch(
      /^name-not-found: name not found \(.*hosted zone Z\w+ has no address for it\)$/,
    );
  });
});
