import { actionOf, type CallName, calls } from '../src/aws/calls.ts';
import type { WriteCall } from '../src/aws/ports.ts';
import { ownerTagKeys } from '../src/core/ownership.ts';

type Side = 'provider' | 'consumer';

interface Statement {
  readonly sid: string;
  /** What the README says of it. */
  readonly why: string;
  readonly effect?: 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** How each write is fenced in. A new write does not compile until it is decided. */
const fences: Readonly<Record<WriteCall, 'create' | 'own' | 'tag' | 'untag'>> = {
  createVpcEndpoint: 'create',
  modifyVpcEndpoint: 'own',
  deleteVpcEndpoints: 'own',
  createVpcEndpointServiceConfiguration: 'create',
  modifyVpcEndpointServiceConfiguration: 'own',
  deleteVpcEndpointServiceConfigurations: 'own',
  modifyVpcEndpointServicePermissions: 'own',
  acceptVpcEndpointConnections: 'own',
  rejectVpcEndpointConnections: 'own',
  startVpcEndpointServicePrivateDnsVerification: 'own',
  createTags: 'tag',
  deleteTags: 'untag',
};

const resourceTypes: Readonly<Record<Side, string>> = { provider: 'vpc-endpoint-service', consumer: 'vpc-endpoint' };
const titles: Readonly<Record<Side, string>> = { provider: 'publishes endpoint services', consumer: 'creates endpoints' };

/** Files by path: one policy a side, and the page that explains each statement. `clusterID` is the operator's setting of that name. */
export function iamPolicies(clusterID = 'CLUSTER_ID'): Readonly<Record<string, string>> {
  const sides = { provider: statementsOf('provider', clusterID), consumer: statementsOf('consumer', clusterID) };
  return {
    'deploy/iam/provider.json': policyOf(sides.provider),
    'deploy/iam/consumer.json': policyOf(sides.consumer),
    'deploy/iam/README.md': readmeOf(sides, clusterID),
  };
}

function statementsOf(side: Side, clusterID: string): readonly Statement[] {
  const all = (Object.keys(calls) as CallName[]).filter((call) => calls[call].side === side || calls[call].side === 'both');
  const fenced = (fence: string): readonly string[] =>
    all
      .filter((call) => calls[call].effect === 'write' && fences[call as WriteCall] === fence)
      .map(actionName)
      .toSorted();
  const reads = (service: string): readonly string[] =>
    all
      .filter((call) => calls[call].effect === 'read' && calls[call].service === service)
      .map(actionName)
      .toSorted();
  const own = arnOf(resourceTypes[side]);
  const ownerKey = ownerTagKeys.cluster;
  const isOurs = { StringEquals: { [`aws:ResourceTag/${ownerKey}`]: clusterID } };
  const creates = fenced('create');
  return [
    {
      sid: 'Look',
      why: 'What the operator reads. EC2 has no resource-level control for Describe actions, hence `*`.',
      actions: reads('ec2'),
      resources: ['*'],
    },
    ...(side === 'provider' ? [lookAtLoadBalancers(reads('elb'))] : []),
    {
      sid: 'CreateTagged',
      why: "Creation is allowed only together with this cluster's owner tag, so that nothing of unknown origin can come to be.",
      actions: creates,
      resources: [own],
      condition: { StringEquals: { [`aws:RequestTag/${ownerKey}`]: clusterID } },
    },
    ...(side === 'consumer' ? [placeEndpoints, hostPrivateDNS] : []),
    {
      sid: 'ChangeOwn',
      why: "Changes and deletions reach only what carries this cluster's owner tag.",
      actions: fenced('own'),
      resources: [own],
      condition: isOurs,
    },
    {
      sid: 'TagAtCreation',
      why: 'The owner tags are part of the creating call, which EC2 checks as a tagging of its own.',
      actions: fenced('tag'),
      resources: [own],
      condition: { StringEquals: { 'ec2:CreateAction': creates.map((action) => action.slice('ec2:'.length)) } },
    },
    {
      sid: 'TagOwn',
      why: "Tags are corrected, and `released` is set, on what carries this cluster's owner tag; the owner tag cannot be given another cluster's value.",
      actions: fenced('tag'),
      resources: [own],
      condition: { ...isOurs, StringEqualsIfExists: { [`aws:RequestTag/${ownerKey}`]: clusterID } },
    },
    {
      sid: 'UntagOwn',
      why: 'Tags that the spec no longer names are taken off what is ours.',
      actions: fenced('untag'),
      resources: [own],
      condition: isOurs,
    },
    {
      sid: 'KeepOwnerTag',
      why: 'The owner tag itself is never removed, whatever another policy allows: without it the resource would belong to nobody.',
      effect: 'Deny',
      actions: fenced('untag'),
      resources: [own],
      condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': [ownerKey] } },
    },
  ];
}

function lookAtLoadBalancers(actions: readonly string[]): Statement {
  return {
    sid: 'LookAtLoadBalancers',
    why: 'Load balancers, listeners, target groups and target health are read for the zone report. They are never written to.',
    actions,
    resources: ['*'],
  };
}

const placeEndpoints: Statement = {
  sid: 'PlaceEndpoints',
  why: 'EC2 also asks for leave on the VPC, subnets and security groups that an endpoint is placed in. These belong to you and carry no tag of ours; name their ARNs here to narrow where endpoints may be placed.',
  actions: ['ec2:CreateVpcEndpoint', 'ec2:ModifyVpcEndpoint'],
  resources: ['vpc', 'subnet', 'security-group'].map(arnOf),
};

const hostPrivateDNS: Statement = {
  sid: 'HostPrivateDNS',
  why: "The operator makes no Route 53 call. EC2 asks for this on behalf of whoever turns an endpoint's private DNS on, since it associates a hidden zone with the VPC. Field knowledge, not re-verified; leave the statement out if you never set `privateDNS.enabled`.",
  actions: ['route53:AssociateVPCWithHostedZone'],
  resources: ['*'],
};

function actionName(call: CallName): string {
  return `${calls[call].service === 'elb' ? 'elasticloadbalancing' : calls[call].service}:${actionOf(call)}`;
}

/** Any partition: the same file serves China and GovCloud. */
function arnOf(type: string): string {
  return `arn:*:ec2:*:*:${type}/*`;
}

function policyOf(statements: readonly Statement[]): string {
  const Statement = statements.map(({ sid, effect, actions, resources, condition }) => ({
    Sid: sid,
    Effect: effect ?? 'Allow',
    Action: actions,
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
  return `${JSON.stringify({ Version: '2012-10-17', Statement }, null, 2)}\n`;
}

function readmeOf(sides: Readonly<Record<Side, readonly Statement[]>>, clusterID: string): string {
  const rows = (side: Side): string =>
    sides[side]
      .map(({ sid, why, actions }) => `| \`${sid}\` | ${why} | ${actions.map((action) => `\`${action}\``).join(' ')} |`)
      .join('\n');
  const section = (side: Side): string =>
    `## ${side}.json: an account that ${titles[side]}\n\n| Statement | Why | Actions |\n|---|---|---|\n${rows(side)}\n`;
  return `# IAM policies

Generated from the table of AWS calls in \`src/aws/calls.ts\` by \`scripts/iam-policies.ts\`; do not edit by hand.
The \`ec2\` and \`elasticloadbalancing\` actions are exactly the calls that the operator can make.

Replace \`${clusterID}\` by the operator's \`clusterID\` setting before use. An account that does both attaches both policies.
They go to the operator's own role, and to each role that a PrivateLinkAccess names. In the latter case the operator's own role also needs
\`sts:AssumeRole\` on those roles, and each of them a trust policy that names the operator's role and an external ID; neither is part of these files.
\`sts:GetCallerIdentity\` needs no permission.

${section('provider')}
${section('consumer')}`;
}
