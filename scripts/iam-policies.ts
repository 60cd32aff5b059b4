import { actionOf, type CallName, calls } from '../src/aws/calls.ts';
import type { WriteCall } from '../src/aws/ports.ts';
import type { Service } from '../src/aws/sender.ts';
import { ownerTagKeys } from '../src/core/ownership.ts';

type Side = 'provider' | 'consumer' | 'dns';

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
const fences: Readonly<Record<WriteCall, 'create' | 'own' | 'tag' | 'untag' | 'zone'>> = {
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
  createHostedZone: 'create',
  deleteHostedZone: 'zone',
  changeResourceRecordSets: 'zone',
  changeTagsForResource: 'zone',
  associateVPCWithHostedZone: 'zone',
  disassociateVPCFromHostedZone: 'zone',
  createVPCAssociationAuthorization: 'zone',
  deleteVPCAssociationAuthorization: 'zone',
};

const resourceTypes = { provider: 'vpc-endpoint-service', consumer: 'vpc-endpoint' } as const;
const titles: Readonly<Record<Side, string>> = {
  provider: 'publishes endpoint services',
  consumer: 'creates endpoints',
  dns: 'owns hosted zones, or VPCs that are associated with them',
};

/** Files by path: one policy a side, and the page that explains each statement. `clusterID` is the operator's setting of that name. */
export function iamPolicies(clusterID = 'CLUSTER_ID'): Readonly<Record<string, string>> {
  const sides = { provider: statementsOf('provider', clusterID), consumer: statementsOf('consumer', clusterID), dns: zoneStatements() };
  return {
    'deploy/iam/provider.json': policyOf(sides.provider),
    'deploy/iam/consumer.json': policyOf(sides.consumer),
    'deploy/iam/dns.json': policyOf(sides.dns),
    'deploy/iam/README.md': readmeOf(sides, clusterID),
  };
}

interface Actions {
  readonly fenced: (fence: (typeof fences)[WriteCall]) => readonly string[];
  readonly reads: (service: Service) => readonly string[];
}

/** What one side's account lets the operator call, by fence and by service. */
function actionsOf(side: Side): Actions {
  const all = (Object.keys(calls) as CallName[]).filter((call) => (calls[call].sides as readonly string[]).includes(side));
  const named = (chosen: (call: CallName) => boolean): readonly string[] => all.filter(chosen).map(actionName).toSorted();
  return {
    fenced: (fence) => named((call) => calls[call].effect === 'write' && fences[call as WriteCall] === fence),
    reads: (service) => named((call) => calls[call].effect === 'read' && calls[call].service === service),
  };
}

/** Route 53 knows no tags when a zone is created, nor any condition on a zone's tags. */
function zoneStatements(): readonly Statement[] {
  const { fenced, reads } = actionsOf('dns');
  const lists = reads('route53').filter((action) => action.startsWith('route53:ListHostedZones'));
  const ofOneZone = reads('route53').filter((action) => !lists.includes(action));
  return [
    {
      sid: 'LookAtVPCs',
      why: 'VPCs are chosen by tags, and their DNS attributes looked at. Route 53 asks for it on behalf of whoever associates a VPC, too.',
      actions: reads('ec2'),
      resources: ['*'],
    },
    { sid: 'FindZones', why: 'A zone is found by its name, or by a VPC that has it.', actions: lists, resources: ['*'] },
    { sid: 'ReadZones', why: 'Records, tags and authorisations of a zone.', actions: ofOneZone, resources: [zoneARN] },
    {
      sid: 'CreateZones',
      why: 'Leave it out where every zone exists already and is only written to.',
      actions: fenced('create'),
      resources: ['*'],
    },
    {
      sid: 'ChangeZones',
      why: 'IAM cannot tell a zone by its tags: name the ARNs of the zones here to narrow what can be written. An account that only has VPCs to be associated needs no more of them than `route53:AssociateVPCWithHostedZone`.',
      actions: fenced('zone'),
      resources: [zoneARN],
    },
  ];
}

const zoneARN = 'arn:*:route53:::hostedzone/*';

function statementsOf(side: Exclude<Side, 'dns'>, clusterID: string): readonly Statement[] {
  const { fenced, reads } = actionsOf(side);
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
    ...(side === 'consumer' ? [placeEndpoints, hostPrivateDNS] : proveDomains(reads('route53'), fenced('zone'))),
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

/** The record that AWS asks for begins with an underscore, and nothing but TXT is created and deleted. */
function proveDomains(reads: readonly string[], writes: readonly string[]): readonly Statement[] {
  return [
    {
      sid: 'LookAtDomains',
      why: 'The zone of `privateDNS.verification` and what stands at the name of the record. Leave it out where no EndpointService names a zone in this account.',
      actions: reads,
      resources: [zoneARN],
    },
    {
      sid: 'ProveDomains',
      why: 'Writes the TXT record that proves a domain, beside the values of others, and withdraws it. Name the ARNs of the public zones here to narrow it further; leave it out where no EndpointService names a zone in this account.',
      actions: writes,
      resources: [zoneARN],
      condition: {
        'ForAllValues:StringEquals': {
          'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
          'route53:ChangeResourceRecordSetsActions': ['CREATE', 'DELETE'],
        },
        'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_*'] },
      },
    },
  ];
}

const placeEndpoints: Statement = {
  sid: 'PlaceEndpoints',
  why: 'EC2 also asks for leave on the VPC, subnets and security groups that an endpoint is placed in. These belong to you and carry no tag of ours; name their ARNs here to narrow where endpoints may be placed.',
  actions: ['ec2:CreateVpcEndpoint', 'ec2:ModifyVpcEndpoint'],
  resources: ['vpc', 'subnet', 'security-group'].map(arnOf),
};

const hostPrivateDNS: Statement = {
  sid: 'HostPrivateDNS',
  why: "EC2 asks for this on behalf of whoever turns an endpoint's private DNS on, since it associates a hidden zone with the VPC. Field knowledge, not re-verified; leave the statement out if you never set `privateDNS.enabled`.",
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
The \`ec2\`, \`elasticloadbalancing\` and \`route53\` actions are exactly the calls that the operator can make, but for \`HostPrivateDNS\`.

Replace \`${clusterID}\` by the operator's \`clusterID\` setting before use. An account that does several of it attaches several policies.
They go to the operator's own role, and to each role that a PrivateLinkAccess names. In the latter case the operator's own role also needs
\`sts:AssumeRole\` on those roles, and each of them a trust policy that names the operator's role and an external ID; neither is part of these files.
\`sts:GetCallerIdentity\` needs no permission.

${section('provider')}
${section('consumer')}
${section('dns')}`;
}
