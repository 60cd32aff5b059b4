import type { Scenario } from '../../harness/scenario.ts';
import { addBalancer } from './provider-team.ts';

/** What differs on AWS, or in how AWS says it, and means the same. */
export interface QuietRow {
  readonly spec?: object;
  readonly before?: (on: Scenario) => Promise<unknown>;
  readonly change: (on: Scenario, id: string) => unknown;
}

type Json = Readonly<Record<string, unknown>>;

/** From now on the replies of this call are rewritten, member by member. */
function rewritten(action: string, member: (name: string, value: unknown) => unknown): QuietRow['change'] {
  const rewrite = (value: unknown, name: string): unknown => {
    const inner = Array.isArray(value)
      ? value.map((item) => rewrite(item, ''))
      : value !== null && typeof value === 'object' && !(value instanceof Date)
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rewrite(one, key)]))
        : value;
    return member(name, inner);
  };
  return ({ simulator }) => simulator.faults.add({ action, outcome: { reply: (reply) => rewrite(reply, '') as Json } });
}

const backwards =
  (...names: readonly string[]) =>
  (name: string, value: unknown): unknown =>
    Array.isArray(value) && names.includes(name) ? value.toReversed() : value;
const shouted =
  (...names: readonly string[]) =>
  (name: string, value: unknown): unknown =>
    typeof value === 'string' && names.includes(name) ? value.toUpperCase() : value;

const services = 'DescribeVpcEndpointServiceConfigurations';
const twoPrincipals = { allowedPrincipals: ['arn:aws:iam::333333333333:root', 'arn:aws:iam::222222222222:root'] };

export const quietService: Readonly<Record<string, QuietRow>> = {
  'load balancers in another order': {
    spec: { loadBalancers: [{ name: 'payments' }, { name: 'second' }] },
    before: (on) => addBalancer(on, 'second'),
    change: rewritten(services, backwards('NetworkLoadBalancerArns', 'AvailabilityZones', 'AvailabilityZoneIds')),
  },
  'principals in another order': {
    spec: twoPrincipals,
    change: rewritten('DescribeVpcEndpointServicePermissions', backwards('AllowedPrincipals')),
  },
  'tags in another order': { spec: { tags: { a: '1', b: '2' } }, change: rewritten(services, backwards('Tags')) },
  'its state in another case': { change: rewritten(services, shouted('ServiceState')) },
  'its address types in another case': {
    change: rewritten(services, (name, value) => (name === 'SupportedIpAddressTypes' ? ['IPv4'] : value)),
  },
  'the private name in another case': {
    spec: { privateDNS: { name: 'api.pay.example.com' } },
    change: (on, id) => {
      const service = on.simulator.world.endpointServices.get(id);
      if (service?.privateDNS !== undefined) service.privateDNS.state = 'verified';
      return rewritten(services, shouted('PrivateDnsName'))(on, id);
    },
  },
  "a stranger's extra tag": {
    spec: { tags: { team: 'pay' } },
    change: ({ aws }, id) => aws.provider.ec2.createTags({ Resources: [id], Tags: [{ Key: 'cost', Value: '7' }] }),
  },
};

const statement = { Effect: 'Allow', Principal: '*', Action: ['kms:Decrypt', 'kms:Encrypt'], Resource: '*' };
const policy = { Version: '2012-10-17', Statement: [statement] };
const samePolicy = { Statement: { ...statement, Action: ['kms:encrypt', 'KMS:Decrypt'], Resource: ['*'] }, Version: '2012-10-17' };
const kms = { service: { awsService: 'kms' } };
const formattedOtherwise: QuietRow['change'] = ({ aws }, VpcEndpointId) =>
  aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId, PolicyDocument: JSON.stringify(samePolicy, undefined, 2) });

export const quietEndpoint: Readonly<Record<string, QuietRow>> = {
  'the policy object formatted otherwise': { spec: { ...kms, policy }, change: formattedOtherwise },
  'the policy text formatted otherwise': { spec: { ...kms, policyJSON: JSON.stringify(policy) }, change: formattedOtherwise },
  'subnets and tags in another order': {
    spec: { tags: { a: '1', b: '2' } },
    change: rewritten('DescribeVpcEndpoints', backwards('SubnetIds', 'NetworkInterfaceIds', 'Tags', 'DnsEntries')),
  },
  'security groups in another order': {
    spec: { securityGroups: [{ name: 'vpce-shared' }, { name: 'second' }] },
    before: ({ aws }) =>
      aws.consumer.ec2.createSecurityGroup({ VpcId: 'vpc-0b000000000000001', GroupName: 'second', Description: 'second' }),
    change: rewritten('DescribeVpcEndpoints', backwards('Groups')),
  },
  'its state in another case': { change: rewritten('DescribeVpcEndpoints', shouted('State')) },
  "a stranger's extra tag": {
    spec: { tags: { team: 'shop' } },
    change: ({ aws }, id) => aws.consumer.ec2.createTags({ Resources: [id], Tags: [{ Key: 'cost', Value: '7' }] }),
  },
};
