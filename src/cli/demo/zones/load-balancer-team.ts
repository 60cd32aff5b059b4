import {
  DeregisterTargetsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** What the owners of the load balancer do, by their own hand. Deregisters the instances that `which` picks, and answers them. */
export async function deregisterTargets(
  client: ElasticLoadBalancingV2Client,
  which: (instanceID: string) => boolean,
): Promise<readonly string[]> {
  const TargetGroupArn = await targetGroupARN(client);
  const { TargetHealthDescriptions = [] } = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  const Targets = TargetHealthDescriptions.flatMap(({ Target }) =>
    Target?.Id !== undefined && which(Target.Id) ? [{ Id: Target.Id, Port: Target.Port }] : [],
  );
  if (Targets.length > 0) await client.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
  return Targets.map(({ Id }) => Id);
}

export async function turnCrossZoneOn(client: ElasticLoadBalancingV2Client): Promise<void> {
  await client.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: await targetGroupARN(client),
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    }),
  );
}

async function targetGroupARN(client: ElasticLoadBalancingV2Client): Promise<string> {
  const { TargetGroups = [] } = await client.send(new DescribeTargetGroupsCommand({ Names: ['payments'] }));
  const arn = TargetGroups[0]?.TargetGroupArn;
  if (arn === undefined) throw new Error('the world has no target group named payments');
  return arn;
}
