import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { probeAll } from '../../src/simulator/probe.ts';
import { region, simulation } from './support/simulation.ts';

const run = promisify(execFile);
const account = '444444444444';
const reason = await run('aws', ['--version']).then(
  () => '',
  () => ' (skipped: aws does not run on this machine)',
);

/** One AWS CLI call, whose answer is the words that `--query` leaves of the reply. */
async function aws(url: string, command: string): Promise<string> {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_DEFAULT_REGION: region,
    AWS_PAGER: '',
    AWS_CONFIG_FILE: '/dev/null',
  };
  const { stdout } = await run('aws', ['--endpoint-url', url, '--output', 'text', ...command.trim().split(/\s+/)], { env });
  return stdout.trim();
}

describe.skipIf(reason !== '')(`the AWS CLI${reason}`, () => {
  test('builds a whole world by calls alone, through which one connects', { timeout: 120_000 }, async () => {
    await using simulated = await simulation();
    const { clock, simulator } = simulated;
    const cli = (command: string): Promise<string> => aws(simulator.url, command);
    const vpc = await cli('ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId');
    const subnet = await cli(
      `ec2 create-subnet --vpc-id ${vpc} --cidr-block 10.0.1.0/24 --availability-zone-id euw1-az1 --query Subnet.SubnetId`,
    );
    const group = await cli(`ec2 create-security-group --group-name web --description web --vpc-id ${vpc} --query GroupId`);
    await cli(`ec2 authorize-security-group-ingress --group-id ${group} --protocol tcp --port 443 --cidr 10.0.0.0/16`);
    const instance = await cli(
      `ec2 run-instances --subnet-id ${subnet} --image-id ami-1 --instance-type t3.micro --query Instances[0].InstanceId`,
    );
    clock.advance(10_000);
    const targets = await cli(
      `elbv2 create-target-group --name pay --protocol TCP --port 8443 --vpc-id ${vpc} --query TargetGroups[0].TargetGroupArn`,
    );
    await cli(`elbv2 register-targets --target-group-arn ${targets} --targets Id=${instance}`);
    const balancer = await cli(
      `elbv2 create-load-balancer --name pay --type network --scheme internal --subnets ${subnet} --query LoadBalancers[0].LoadBalancerArn`,
    );
    await cli(
      `elbv2 create-listener --load-balancer-arn ${balancer} --protocol TCP --port 443 --default-actions Type=forward,TargetGroupArn=${targets}`,
    );
    clock.advance(120_000);
    const health = await cli(
      `elbv2 describe-target-health --target-group-arn ${targets} --query TargetHealthDescriptions[0].TargetHealth.State`,
    );
    expect(health).toBe('healthy');
    const service = await cli(
      `ec2 create-vpc-endpoint-service-configuration --no-acceptance-required --network-load-balancer-arns ${balancer} --query ServiceConfiguration.ServiceName`,
    );
    const endpoint = await cli(
      `ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id ${vpc} --service-name ${service} --subnet-ids ${subnet} --security-group-ids ${group} --no-private-dns-enabled --query VpcEndpoint.VpcEndpointId`,
    );
    clock.advance(60_000);
    const dnsName = await cli(`ec2 describe-vpc-endpoints --vpc-endpoint-ids ${endpoint} --query VpcEndpoints[0].DnsEntries[0].DnsName`);
    expect(probeAll(simulator.world, { account, vpcID: vpc, dnsName, port: 443 })).toEqual([
      { result: 'connected', zoneID: 'euw1-az1', message: `connected via zone euw1-az1 to ${instance}:8443` },
    ]);
    await expect(cli(`elbv2 delete-load-balancer --load-balancer-arn ${balancer}`)).rejects.toMatchObject({
      stderr: expect.stringContaining('(ResourceInUse)') as string,
    });
  });
});
