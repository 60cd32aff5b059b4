import { type ProbeAnswer, probe } from '../../../simulator/probe.ts';
import { resolve } from '../../../simulator/resolver/resolve.ts';
import type { Vpc } from '../../../simulator/world.ts';
import { patience, type Stage } from '../stage.ts';

const domain = 'secretsmanager.eu-west-1.amazonaws.com';

export function vpcNamed({ world }: Stage, name: string): Vpc {
  const vpc = [...world.vpcs.values()].find(({ tags }) => tags.get('Name') === name);
  if (vpc === undefined) throw new Error(`examples/simulator/many-vpcs.yaml has no VPC named ${name}`);
  return vpc;
}

export function connect({ world }: Stage, { account, id }: Vpc): ProbeAnswer {
  return probe(world, { account, vpcID: id, dnsName: domain, port: 443 });
}

/**
 * Tells what a client in the VPC is told by its resolver, and meets when it connects. Waits for what is expected, for Route 53 lists a
 * change before every resolver has it.
 */
export async function tellOfClient(stage: Stage, name: string, expected: ProbeAnswer['result']): Promise<void> {
  const vpc = vpcNamed(stage, name);
  const answer = await stage.narrator.expect(`a client in ${name} meets: ${expected}`, patience, async () => {
    const now = connect(stage, vpc);
    return now.result === expected ? now : undefined;
  });
  const { message } = resolve(stage.world, { account: vpc.account, vpcID: vpc.id, dnsName: domain });
  stage.narrator.tell(`${name} resolves`, message);
  stage.narrator.tell(`${name} connects`, answer.message);
}
