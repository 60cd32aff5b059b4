/** A spec and, where the API server must refuse it, the words that say what to do. */
export interface SchemaCase {
  readonly kind: 'EndpointService' | 'InterfaceEndpoint' | 'PrivateHostedZone' | 'PrivateLinkAccess';
  readonly spec: Readonly<Record<string, unknown>>;
  /** The spec that it was before, where the change is what is refused. */
  readonly from?: Readonly<Record<string, unknown>>;
}
export interface BadCase extends SchemaCase {
  readonly message: string | RegExp;
}

const service = { loadBalancers: [{ name: 'payments' }] };
const endpoint = {
  service: { awsService: 'kms' },
  vpc: { id: 'vpc-0123456789abcdef0' },
  subnets: [{ id: 'subnet-0123456789abcdef0' }],
  securityGroups: [{ id: 'sg-0123456789abcdef0' }],
};
const zone = { domain: 'kms.eu-west-1.amazonaws.com', vpcs: [{ id: 'vpc-0123456789abcdef0' }], records: [] };
const access = { namespaces: { names: ['payments'] }, roleARN: 'arn:aws:iam::111122223333:role/privatelink' };

const ofService = (spec: object, message: string | RegExp): BadCase => ({
  kind: 'EndpointService',
  spec: { ...service, ...spec },
  message,
});
const ofEndpoint = (spec: object, message: string | RegExp): BadCase => ({
  kind: 'InterfaceEndpoint',
  spec: { ...endpoint, ...spec },
  message,
});
const ofZone = (spec: object, message: string | RegExp): BadCase => ({
  kind: 'PrivateHostedZone',
  spec: { ...zone, ...spec },
  message,
});
const ofRecord = (record: object, message: string | RegExp): BadCase => ofZone({ records: [record] }, message);
const ofAccess = (spec: object, message: string | RegExp): BadCase => ({
  kind: 'PrivateLinkAccess',
  spec: { ...access, ...spec },
  message,
});
const rule = (more: object) => ({ acceptance: { rules: [{ name: 'partner', accounts: ['111122223333'], action: 'Accept', ...more }] } });
const balancer = (more: object) => ({ loadBalancers: [more] });

export const badCases: Readonly<Record<string, BadCase>> = {
  'a Region that is a zone': ofService({ region: 'eu-west-1a' }, /spec\.region/),
  'a Region of an endpoint in capitals': ofEndpoint({ region: 'EU-WEST-1' }, /spec\.region/),
  'a domain with a final dot': ofZone({ domain: 'kms.example.com.' }, /spec\.domain/),
  'a domain with an asterisk': ofZone({ domain: '*.example.com' }, /spec\.domain/),
  'a domain that changes': { ...ofZone({}, 'domain is immutable'), from: { ...zone, domain: 'other.example.com' } },
  'a Region of a zone that is a zone': ofZone({ region: 'eu-west-1a' }, /spec\.region/),
  'a Region of a zone that changes': {
    ...ofZone({ region: 'eu-west-1' }, 'create another object in the other Region'),
    from: { ...zone, region: 'eu-central-1' },
  },
  'an access of a zone by no name of Kubernetes': ofZone({ accessRef: { name: '-' } }, /spec\.accessRef\.name/),
  'a tag of a zone that AWS reserves': ofZone({ tags: { 'aws:team': 'x' } }, 'reserved by AWS'),
  "a tag of a zone that is the operator's": ofZone({ tags: { 'privatelink-operator.io/name': 'x' } }, "the operator's"),
  'a tag of a zone whose key is too long': ofZone({ tags: { ['k'.repeat(128)]: 'x' } }, '1 to 127 characters'),
  'an existing zone by its path': ofZone({ existing: { hostedZoneID: '/hostedzone/Z1' } }, /existing\.hostedZoneID/),
  'an existing zone that is named later': { ...ofZone({ existing: { hostedZoneID: 'Z1ABC' } }, 'existing is immutable'), from: zone },
  'an existing zone that changes': {
    ...ofZone({ existing: { hostedZoneID: 'Z1ABC' } }, 'existing is immutable'),
    from: { ...zone, existing: { hostedZoneID: 'Z2ABC' } },
  },
  'observing a zone that is not named': ofZone({ managementPolicy: 'Observe' }, 'Observe needs existing.hostedZoneID'),
  'a zone without VPCs': ofZone({ vpcs: [] }, /spec\.vpcs/),
  'a VPC of a zone twice': ofZone({ vpcs: [...zone.vpcs, ...zone.vpcs] }, 'a VPC id is named twice'),
  'a VPC of a zone by nothing': ofZone({ vpcs: [{ region: 'eu-west-1' }] }, 'exactly one of id or tags'),
  'a VPC by its name': ofZone({ vpcs: [{ id: 'hub' }] }, /vpcs\[0\]\.id/),
  'a VPC in a Region that is a zone': ofZone({ vpcs: [{ tags: { a: 'b' }, region: 'eu-west-1a' }] }, /vpcs\[0\]\.region/),
  'a VPC behind an access by no name of Kubernetes': ofZone({ vpcs: [{ tags: { a: 'b' }, accessRef: { name: '-' } }] }, /accessRef\.name/),
  'two records of one name': ofZone(
    {
      records: [
        { name: '@', endpointRef: { name: 'kms' } },
        { name: '@', endpointRef: { name: 'other' } },
      ],
    },
    /[Dd]uplicate/,
  ),
  'a record by a full name': ofRecord({ name: 'kms.example.com.', endpointRef: { name: 'kms' } }, /records\[0\]\.name/),
  'a record that leads nowhere': ofRecord({ name: '@' }, 'leads to an endpointRef or has a type and values'),
  'a record that leads to two': ofRecord(
    { name: 'a', endpointRef: { name: 'kms' }, type: 'A', values: ['10.0.0.1'] },
    'leads to an endpointRef or has a type and values',
  ),
  'a record with a type and an endpoint': ofRecord({ name: 'a', endpointRef: { name: 'kms' }, type: 'A' }, 'type and values go together'),
  'a record with values and no type': ofRecord({ name: 'a', values: ['10.0.0.1'] }, 'type and values go together'),
  'a record of an endpoint with a TTL': ofRecord(
    { name: 'a', endpointRef: { name: 'kms' }, ttlSeconds: 60 },
    'ttlSeconds goes with type and values',
  ),
  'a domain that is a CNAME': ofRecord({ name: '@', type: 'CNAME', values: ['a.example.com'] }, 'cannot be a CNAME'),
  'a record of an endpoint by no name of Kubernetes': ofRecord({ name: '@', endpointRef: { name: '-' } }, /endpointRef\.name/),
  'a record of a zone by its name': ofRecord({ name: 'a', endpointRef: { name: 'kms', zoneID: 'eu-west-1a' } }, /endpointRef\.zoneID/),
  'a Region that changes': {
    ...ofService({ region: 'eu-west-1' }, 'create another object in the other Region'),
    from: { ...service, region: 'eu-central-1' },
  },
  'a Region that is set later': { ...ofService({ region: 'eu-west-1' }, 'create another object in the other Region'), from: service },
  'a Region that is unset': { ...ofService({}, 'create another object in the other Region'), from: { ...service, region: 'eu-west-1' } },
  'a Region of an endpoint that changes': {
    ...ofEndpoint({ region: 'eu-west-1' }, 'create another object in the other Region'),
    from: { ...endpoint, region: 'eu-central-1' },
  },
  'an access by no name of Kubernetes': ofService({ accessRef: { name: 'Payments!' } }, /spec\.accessRef\.name/),
  'an access of an endpoint by no name of Kubernetes': ofEndpoint({ accessRef: { name: '-' } }, /spec\.accessRef\.name/),
  'a tag that AWS reserves': ofService({ tags: { 'aws:team': 'x' } }, 'reserved by AWS'),
  'a tag of an endpoint that AWS reserves': ofEndpoint({ tags: { 'aws:team': 'x' } }, 'reserved by AWS'),
  "a tag of the operator's": ofService({ tags: { 'privatelink-operator.io/name': 'x' } }, "the operator's"),
  "a tag of an endpoint that is the operator's": ofEndpoint({ tags: { 'privatelink-operator.io/name': 'x' } }, "the operator's"),
  'a tag whose key is too long': ofService({ tags: { ['k'.repeat(128)]: 'x' } }, '1 to 127 characters'),
  'a tag of an endpoint whose key is too long': ofEndpoint({ tags: { ['k'.repeat(128)]: 'x' } }, '1 to 127 characters'),
  'more than 40 tags': ofService(
    { tags: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`k${index}`, 'x'])) },
    /at most 40|must have at most 40/,
  ),
  'a deletion policy that does not exist': ofService({ deletionPolicy: 'Orphan' }, /Delete.*Retain/),
  observing: ofService({ managementPolicy: 'Observe' }, 'Observe is not supported in this version'),
  'observing an endpoint': ofEndpoint({ managementPolicy: 'Observe' }, 'Observe is not supported in this version'),
  'taking over a service': ofService(
    { existing: { serviceID: 'vpce-svc-0123456789abcdef0' } },
    'existing is not supported in this version',
  ),
  'taking over an endpoint': ofEndpoint(
    { existing: { endpointID: 'vpce-0123456789abcdef0' } },
    'existing is not supported in this version',
  ),
  'no load balancer': ofService({ loadBalancers: [] }, /loadBalancers/),
  'a load balancer by nothing': ofService(balancer({}), 'exactly one of arn, name, tags or serviceRef'),
  'a load balancer by two': ofService(balancer({ name: 'a', tags: { a: 'b' } }), 'exactly one of arn, name, tags or serviceRef'),
  'a load balancer by Gateway': ofService(balancer({ gatewayRef: { name: 'gw' } }), 'gatewayRef is not supported in this version'),
  'a load balancer by half an ARN': ofService(balancer({ arn: 'loadbalancer/net/payments' }), /loadBalancers\[0\]\.arn/),
  'a load balancer by a name with dots': ofService(balancer({ name: 'pay.ments' }), /loadBalancers\[0\]\.name/),
  'a load balancer by a Service with no name of Kubernetes': ofService(balancer({ serviceRef: { name: 'A' } }), /serviceRef\.name/),
  'a load balancer by no tag at all': ofService(balancer({ tags: {} }), /tags/),
  'a principal that is an account number': ofService({ allowedPrincipals: ['111122223333'] }, /allowedPrincipals\[0\]/),
  'a role with a path': ofService({ allowedPrincipals: ['arn:aws:iam::111122223333:role/team/reader'] }, /allowedPrincipals\[0\]/),
  'a principal twice': ofService(
    { allowedPrincipals: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:root'] },
    /[Dd]uplicate/,
  ),
  'everybody without acceptance': ofService(
    { allowedPrincipals: ['*'], acceptance: { required: false } },
    'set acceptance.required to true',
  ),
  'an Accept rule for everybody': ofService(
    { acceptance: { rules: [{ name: 'all', action: 'Accept' }] } },
    'names accounts or endpointIDs',
  ),
  'an Accept rule with an empty list': ofService(rule({ accounts: [] }), 'names accounts or endpointIDs'),
  'an account without quotes': ofService(rule({ accounts: [111122223333] }), 'write the account ID in quotes'),
  'an account of 11 digits': ofService(rule({ accounts: ['11112222333'] }), 'write the account ID in quotes'),
  'an endpoint that is a service': ofService(rule({ endpointIDs: ['vpce-svc-0123456789abcdef0'] }), /endpointIDs\[0\]/),
  'a rule by Region': ofService(rule({ regions: ['eu-west-1'] }), 'regions is not supported in this version'),
  'two rules of one name': ofService(
    { acceptance: { rules: [rule({}).acceptance.rules[0], rule({}).acceptance.rules[0]] } },
    /[Dd]uplicate/,
  ),
  'an action that does not exist': ofService(rule({ action: 'Ignore' }), /Accept.*Reject/),
  'a selector without from: Selector': ofService(
    { allowedConsumers: { namespaces: { from: 'All', selector: {} } } },
    'goes with from: Selector',
  ),
  'from: Selector without a selector': ofService({ allowedConsumers: { namespaces: { from: 'Selector' } } }, 'goes with from: Selector'),
  'a private name in capitals': ofService({ privateDNS: { name: 'Pay.example.com' } }, /privateDNS\.name/),
  'a private name with two asterisks': ofService({ privateDNS: { name: '*.*.example.com' } }, /privateDNS\.name/),
  'a zone behind an access by no name of Kubernetes': ofService(
    { privateDNS: { name: 'pay.example.com', verification: { hostedZoneID: 'Z1ABC', accessRef: { name: '-' } } } },
    /verification\.accessRef\.name/,
  ),
  'a zone by its path': ofService(
    { privateDNS: { name: 'pay.example.com', verification: { hostedZoneID: '/hostedzone/Z1' } } },
    /verification\.hostedZoneID/,
  ),
  ipv6: ofService({ supportedIPAddressTypes: ['ipv6'] }, 'only ipv4 is supported in this version'),
  notifications: ofService({ notifications: [] }, 'notifications is not supported in this version'),
  'notifications of an endpoint': ofEndpoint({ notifications: [] }, 'notifications is not supported in this version'),
  'more zones than there are': ofService({ minimumZones: 11 }, /minimumZones/),
  'no service': ofEndpoint({ service: {} }, 'exactly one of awsService, name or endpointServiceRef'),
  'two services': ofEndpoint(
    { service: { awsService: 'kms', name: 'com.amazonaws.eu-west-1.kms' } },
    'exactly one of awsService, name or endpointServiceRef',
  ),
  'an AWS service with a slash': ofEndpoint({ service: { awsService: 'ecr/api' } }, /service\.awsService/),
  'a service by its ID': ofEndpoint({ service: { name: 'vpce-svc-0123456789abcdef0' } }, /service\.name/),
  'a reference in capitals': ofEndpoint({ service: { endpointServiceRef: { name: 'Payments' } } }, /endpointServiceRef\.name/),
  'a reference to a namespace with a dot': ofEndpoint(
    { service: { endpointServiceRef: { name: 'payments', namespace: 'a.b' } } },
    /endpointServiceRef\.namespace/,
  ),
  'another service': { ...ofEndpoint({}, 'service is immutable: create another'), from: { ...endpoint, service: { awsService: 'sts' } } },
  'another VPC': { ...ofEndpoint({}, 'vpc is immutable: create another'), from: { ...endpoint, vpc: { id: 'vpc-0123456789abcdef1' } } },
  'a VPC by tags after one by id': { ...ofEndpoint({ vpc: { tags: { a: 'b' } } }, 'vpc is immutable: create another'), from: endpoint },
  'no VPC': ofEndpoint({ vpc: {} }, 'exactly one of id or tags'),
  'a VPC twice': ofEndpoint({ vpc: { id: 'vpc-0123456789abcdef0', tags: { a: 'b' } } }, 'exactly one of id or tags'),
  'a VPC that is a subnet': ofEndpoint({ vpc: { id: 'subnet-0123456789abcdef0' } }, /vpc\.id/),
  'no subnet': ofEndpoint({ subnets: [] }, /subnets/),
  'a subnet term of nothing': ofEndpoint({ subnets: [{}] }, 'names an id, tags, zoneIDs or zoneNames'),
  'a subnet by id and tags': ofEndpoint(
    { subnets: [{ id: 'subnet-0123456789abcdef0', tags: { a: 'b' } }] },
    'id stands alone in a subnet term',
  ),
  'an address without a subnet': ofEndpoint({ subnets: [{ tags: { a: 'b' }, ipv4Address: '10.0.0.9' }] }, 'goes with the id of a subnet'),
  'an address of five parts': ofEndpoint({ subnets: [{ id: 'subnet-0123456789abcdef0', ipv4Address: '10.0.0.0.9' }] }, /ipv4Address/),
  'a subnet twice': ofEndpoint(
    { subnets: [{ id: 'subnet-0123456789abcdef0' }, { id: 'subnet-0123456789abcdef0' }] },
    'a subnet id is named twice',
  ),
  'a subnet that is a VPC': ofEndpoint({ subnets: [{ id: 'vpc-0123456789abcdef0' }] }, /subnets\[0\]\.id/),
  'a zone twice': ofEndpoint({ subnets: [{ zoneIDs: ['euw1-az1', 'euw1-az1'] }] }, /[Dd]uplicate/),
  'a zone name among zone IDs': ofEndpoint({ subnets: [{ zoneIDs: ['eu-west-1a'] }] }, /zoneIDs\[0\]/),
  'a zone ID among zone names': ofEndpoint({ subnets: [{ zoneNames: ['euw1-az1'] }] }, /zoneNames\[0\]/),
  'no security group': ofEndpoint({ securityGroups: [] }, /securityGroups/),
  'a security group of nothing': ofEndpoint({ securityGroups: [{}] }, 'names an id, a name or tags'),
  'a security group by id and name': ofEndpoint(
    { securityGroups: [{ id: 'sg-0123456789abcdef0', name: 'x' }] },
    'id stands alone in a security group term',
  ),
  'a security group that is a subnet': ofEndpoint({ securityGroups: [{ id: 'subnet-0123456789abcdef0' }] }, /securityGroups\[0\]\.id/),
  'a policy twice': ofEndpoint({ policy: { Version: '2012-10-17' }, policyJSON: '{}' }, 'policy or policyJSON'),
  dualstack: ofEndpoint({ ipAddressType: 'dualstack' }, 'only ipv4 is supported in this version'),
  'accepting our own request': ofEndpoint({ autoAccept: true }, 'autoAccept is not supported in this version'),
  'private DNS records of a type': ofEndpoint({ privateDNS: { recordIPType: 'ipv4' } }, 'recordIPType is not supported in this version'),
  'private DNS for the resolver only': ofEndpoint(
    { privateDNS: { onlyForInboundResolver: true } },
    'onlyForInboundResolver is not supported in this version',
  ),
  'a field that does not exist': ofEndpoint({ subnetIDs: ['subnet-0123456789abcdef0'] }, /unknown field|field not declared/),
  'an access for nobody': ofAccess({ namespaces: {} }, 'exactly one of names or selector'),
  'an access by names and selector': ofAccess({ namespaces: { names: ['a'], selector: {} } }, 'exactly one of names or selector'),
  'an access for a namespace with a dot': ofAccess({ namespaces: { names: ['a.b'] } }, /namespaces\.names\[0\]/),
  'an access to a user': ofAccess({ roleARN: 'arn:aws:iam::111122223333:user/privatelink' }, /roleARN/),
  'an external ID with a space': ofAccess({ externalID: 'a b' }, /externalID/),
};

export const goodCases: Readonly<Record<string, SchemaCase>> = {
  'the smallest zone': { kind: 'PrivateHostedZone', spec: { domain: zone.domain, vpcs: zone.vpcs } },
  'VPCs by tags, in another account and Region': {
    kind: 'PrivateHostedZone',
    spec: {
      ...zone,
      vpcs: [...zone.vpcs, { tags: { privatelink: 'shared' }, region: 'eu-central-1', accessRef: { name: 'spoke' }, force: true }],
    },
  },
  'records that lead to endpoints': {
    kind: 'PrivateHostedZone',
    spec: {
      ...zone,
      records: [
        { name: '@', endpointRef: { name: 'kms' } },
        { name: '*', endpointRef: { name: 'kms' } },
        { name: 'az1', endpointRef: { name: 'kms', zoneID: 'euw1-az1' } },
      ],
    },
  },
  'records that are written out': {
    kind: 'PrivateHostedZone',
    spec: {
      ...zone,
      records: [
        { name: 'a.b', type: 'A', values: ['10.0.0.1', '10.0.0.2'], ttlSeconds: 60 },
        { name: '*.c', type: 'CNAME', values: ['d.example.com'] },
      ],
    },
  },
  'a zone that is only observed': {
    kind: 'PrivateHostedZone',
    spec: { ...zone, existing: { hostedZoneID: 'Z0123456789ABC' }, managementPolicy: 'Observe' },
  },
  'a zone that is taken over': {
    kind: 'PrivateHostedZone',
    spec: { ...zone, existing: { hostedZoneID: 'Z0123456789ABC' }, deletionPolicy: 'Delete' },
  },

  'the smallest service': { kind: 'EndpointService', spec: service },
  'a load balancer by ARN': {
    kind: 'EndpointService',
    spec: { loadBalancers: [{ arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/payments/0123456789abcdef' }] },
  },
  'a load balancer in China': {
    kind: 'EndpointService',
    spec: {
      loadBalancers: [{ arn: 'arn:aws-cn:elasticloadbalancing:cn-north-1:111122223333:loadbalancer/net/payments/0123456789abcdef' }],
    },
  },
  'load balancers by tags and by Service': {
    kind: 'EndpointService',
    spec: { loadBalancers: [{ tags: { app: 'payments' } }, { serviceRef: { name: 'payments-nlb' } }] },
  },
  'principals of all sorts': {
    kind: 'EndpointService',
    spec: {
      ...service,
      allowedPrincipals: [
        'arn:aws:iam::111122223333:root',
        'arn:aws:iam::111122223333:user/jane',
        'arn:aws-us-gov:iam::111122223333:role/reader',
      ],
    },
  },
  'everybody, with acceptance': { kind: 'EndpointService', spec: { ...service, allowedPrincipals: ['*'], acceptance: { required: true } } },
  'acceptance off for named accounts': {
    kind: 'EndpointService',
    spec: { ...service, allowedPrincipals: ['arn:aws:iam::111122223333:root'], acceptance: { required: false } },
  },
  'an Accept rule by account': { kind: 'EndpointService', spec: { ...service, ...rule({}) } },
  'an Accept rule by endpoint': {
    kind: 'EndpointService',
    spec: { ...service, acceptance: { rules: [{ name: 'one', endpointIDs: ['vpce-0123456789abcdef0'], action: 'Accept' }] } },
  },
  'a Reject rule for everybody': {
    kind: 'EndpointService',
    spec: { ...service, acceptance: { rules: [{ name: 'rest', action: 'Reject' }] } },
  },
  'a private name': { kind: 'EndpointService', spec: { ...service, privateDNS: { name: 'pay.example.com' } } },
  'a wildcard private name': { kind: 'EndpointService', spec: { ...service, privateDNS: { name: '*.pay.example.com' } } },
  'consumers everywhere': { kind: 'EndpointService', spec: { ...service, allowedConsumers: { namespaces: { from: 'All' } } } },
  'consumers by label': {
    kind: 'EndpointService',
    spec: { ...service, allowedConsumers: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'shop' } } } } },
  },
  'everything that can be said of a service': {
    kind: 'EndpointService',
    spec: {
      ...service,
      region: 'ap-northeast-2',
      accessRef: { name: 'payments' },
      tags: { team: 'payments' },
      deletionPolicy: 'Retain',
      managementPolicy: 'Manage',
      supportedIPAddressTypes: ['ipv4'],
      minimumZones: 2,
      connectionsOnDelete: 'Reject',
    },
  },
  'an edit of what may be edited': {
    kind: 'EndpointService',
    spec: { loadBalancers: [{ name: 'other' }], minimumZones: 3 },
    from: service,
  },
  'the smallest endpoint': { kind: 'InterfaceEndpoint', spec: endpoint },
  "a partner's service": {
    kind: 'InterfaceEndpoint',
    spec: { ...endpoint, service: { name: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0' } },
  },
  'a service by reference': {
    kind: 'InterfaceEndpoint',
    spec: { ...endpoint, service: { endpointServiceRef: { name: 'payments', namespace: 'payments' } } },
  },
  'a VPC by tags': { kind: 'InterfaceEndpoint', spec: { ...endpoint, vpc: { tags: { Name: 'shop' } } } },
  'subnets by terms': {
    kind: 'InterfaceEndpoint',
    spec: { ...endpoint, subnets: [{ tags: { tier: 'private' }, zoneIDs: ['euw1-az1', 'usw2-lax1-az1'] }, { zoneNames: ['eu-west-1a'] }] },
  },
  'a fixed address': {
    kind: 'InterfaceEndpoint',
    spec: { ...endpoint, subnets: [{ id: 'subnet-0123456789abcdef0', ipv4Address: '10.0.1.10' }] },
  },
  'security groups by name and tags': {
    kind: 'InterfaceEndpoint',
    spec: { ...endpoint, securityGroups: [{ name: 'vpce-shared', tags: { a: 'b' } }, { tags: { c: 'd' } }] },
  },
  'a policy as an object': {
    kind: 'InterfaceEndpoint',
    spec: { ...endpoint, policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] } },
  },
  'a policy as text': { kind: 'InterfaceEndpoint', spec: { ...endpoint, policyJSON: '{"Version":"2012-10-17","Statement":[]}' } },
  'private DNS': { kind: 'InterfaceEndpoint', spec: { ...endpoint, privateDNS: { enabled: true } } },
  'forced private DNS': { kind: 'InterfaceEndpoint', spec: { ...endpoint, privateDNS: { enabled: true, force: true } } },
  'an endpoint edited where it may be': {
    kind: 'InterfaceEndpoint',
    spec: { ...endpoint, subnets: [{ tags: { a: 'b' } }], privateDNS: { enabled: true } },
    from: endpoint,
  },
  'an access by names': { kind: 'PrivateLinkAccess', spec: access },
  'an access by labels, with an external ID': {
    kind: 'PrivateLinkAccess',
    spec: {
      ...access,
      namespaces: { selector: { matchExpressions: [{ key: 'team', operator: 'In', values: ['a'] }] } },
      externalID: 'payments-team',
    },
  },
};
