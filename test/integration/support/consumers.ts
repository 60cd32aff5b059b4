import { EC2 } from '@aws-sdk/client-ec2';
import type { Scenario } from '../../harness/scenario.ts';

export const shop = '222222222222';
export const bank = '444455556666';

/** Where a consumer's endpoints go, and with whose keys. */
export interface Consumer {
  readonly account: string;
  readonly ec2: EC2;
  readonly vpcID: string;
  readonly subnetID: string;
  readonly groupID: string;
}

/** The account that the scenario's world has already. */
export function theShop({ aws }: Scenario): Consumer {
  return {
    account: shop,
    ec2: aws.consumer.ec2,
    vpcID: 'vpc-0b000000000000001',
    subnetID: 'subnet-0b000000000000002',
    groupID: 'sg-0b000000000000001',
  };
}

/** Another account, with a VPC that it makes itself. */
export async function theBank({ simulator }: Scenario): Promise<Consumer> {
  const ec2 = new EC2({ endpoint: simulator.url, region: 'eu-west-1', credentials: { accessKeyId: bank, secretAccessKey: 'none' } });
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.30.0.0/16' });
  const { AvailabilityZones = [] } = await ec2.describeAvailabilityZones();
  const zone = AvailabilityZones.find(({ ZoneId }) => ZoneId === 'euw1-az2')?.ZoneName;
  const { Subnet } = await ec2.createSubnet({ VpcId: Vpc?.VpcId, CidrBlock: '10.30.1.0/24', AvailabilityZone: zone });
  const { GroupId = '' } = await ec2.createSecurityGroup({ VpcId: Vpc?.VpcId, GroupName: 'endpoints', Description: 'endpoints' });
  return { account: bank, ec2, vpcID: Vpc?.VpcId ?? '', subnetID: Subnet?.SubnetId ?? '', groupID: GroupId };
}

/** Asks for a connection to a service; answers the endpoint's ID. */
export async function connect({ ec2, vpcID, subnetID, groupID }: Consumer, serviceName: string): Promise<string> {
  const { VpcEndpoint } = await ec2.createVpcEndpoint({
    VpcEndpointType: 'Interface',
    VpcId: vpcID,
    ServiceName: serviceName,
    SubnetIds: [subnetID],
    SecurityGroupIds: [groupID],
  });
  return VpcEndpoint?.VpcEndpointId ?? '';
}

/** Lower case. */
export async function stateOf({ ec2 }: Consumer, endpointID: string): Promise<string> {
  const { VpcEndpoints: [found] = [] } = await ec2.describeVpcEndpoints({ VpcEndpointIds: [endpointID] });
  return (found?.State ?? 'none').toLowerCase();
}
