import type { CreateVpcEndpointRequest, EC2, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { LoadBalancer, Subnet, Vpc } from '../../../src/simulator/world.ts';
import { addLoadBalancer, addSubnet, addVpc } from './records.ts';
import type { Simulation } from './simulation.ts';
import { consumer, provider } from './simulation.ts';

export interface Published {
  readonly providerEC2: EC2;
  readonly consumerEC2: EC2;
  readonly loadBalancer: LoadBalancer;
  readonly serviceID: string;
  readonly serviceName: string;
  readonly vpc: Vpc;
  /** One in each zone of the Region, in order of zone ID. */
  readonly subnets: readonly [Subnet, Subnet, Subnet];
  connect(changes?: Partial<CreateVpcEndpointRequest>): Promise<VpcEndpoint & { readonly VpcEndpointId: string }>;
}

const allZones = ['euw1-az1', 'euw1-az2', 'euw1-az3'] as const;

/** A service of `provider` in the given zones that `consumer` may use, and a VPC of `consumer` with three subnets. */
export async function published(
  { simulator, ec2 }: Simulation,
  { zoneIDs = allZones, acceptance = false }: { readonly zoneIDs?: readonly string[]; readonly acceptance?: boolean } = {},
): Promise<Published> {
  const { world } = simulator;
  const loadBalancer = addLoadBalancer(world, zoneIDs);
  const [providerEC2, consumerEC2] = [ec2(provider), ec2(consumer)];
  const { ServiceConfiguration: service } = await providerEC2.createVpcEndpointServiceConfiguration({
    NetworkLoadBalancerArns: [loadBalancer.arn],
    AcceptanceRequired: acceptance,
  });
  const [serviceID, serviceName] = [service?.ServiceId ?? '', service?.ServiceName ?? ''];
  await providerEC2.modifyVpcEndpointServicePermissions({
    ServiceId: serviceID,
    AddAllowedPrincipals: [`arn:aws:iam::${consumer}:root`],
  });
  const vpc = addVpc(world);
  const [first, second, third] = allZones;
  const subnets = [
    addSubnet(world, vpc, { zoneID: first }),
    addSubnet(world, vpc, { zoneID: second }),
    addSubnet(world, vpc, { zoneID: third }),
  ] as const;
  const connect: Published['connect'] = async (changes = {}) => {
    const created = await consumerEC2.createVpcEndpoint({
      VpcId: vpc.id,
      VpcEndpointType: 'Interface',
      ServiceName: serviceName,
      SubnetIds: [subnets[0].id],
      PrivateDnsEnabled: false,
      ...changes,
    });
    const endpoint = created.VpcEndpoint;
    if (endpoint?.VpcEndpointId === undefined) throw new Error('no endpoint was made');
    return { ...endpoint, VpcEndpointId: endpoint.VpcEndpointId };
  };
  return { providerEC2, consumerEC2, loadBalancer, serviceID, serviceName, vpc, subnets, connect };
}
