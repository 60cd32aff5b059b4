import type { Differences } from './differences.ts';
import type { Rendered } from './helm.ts';

/** What one value of values.yaml does. */
export interface Switch {
  /** Another value than the default, or a map of values where it takes another with it. */
  readonly value?: unknown;
  readonly values?: object;
  /** What then differs from the chart with its defaults; nothing else does. */
  readonly changes: Differences | ((objects: readonly Rendered[]) => Differences);
  /** A value that is refused, and what is said of it. */
  readonly wrong: unknown;
  readonly says: RegExp;
}

const name = 'release-privatelink-operator';
const deployment = `Deployment/${name}`;
const pod = `${deployment} spec.template`;
const container = `${pod}.spec.containers.operator`;
const env = (variable: string, value: string): Differences => ({
  [`${container}.env.${variable}.name`]: variable,
  [`${container}.env.${variable}.value`]: value,
});
const crds = ['endpointservices', 'interfaceendpoints', 'privatehostedzones', 'privatelinkaccesses'].map(
  (plural) => `CustomResourceDefinition/${plural}.privatelink-operator.io`,
);
const subject = `ClusterRoleBinding/${name} subjects`;
const otherAccount = {
  [`${pod}.spec.serviceAccountName`]: 'theirs',
  ...Object.fromEntries(['kind', 'name', 'namespace'].map((field) => [`${subject}.${name}.${field}`, undefined])),
  [`${subject}.theirs.kind`]: 'ServiceAccount',
  [`${subject}.theirs.name`]: 'theirs',
  [`${subject}.theirs.namespace`]: 'system',
};
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const everywhere = (objects: readonly Rendered[]): readonly string[] => [
  ...objects.map(({ kind, metadata }) => `${kind}/${metadata.name} metadata.labels`),
  `${pod}.metadata.labels`,
];
const text = /got number, want string/;
const url = /does not match pattern/;

/** By path in values.yaml; a test asks for a row for each. */
export const switches: Readonly<Record<string, Switch>> = {
  clusterID: {
    value: 'other',
    changes: { [`${container}.env.CLUSTER_ID.value`]: 'other' },
    wrong: 'two words',
    says: /clusterID "two words": give 1 to 63 letters, digits, dots, dashes and underscores/,
  },
  'aws.region': { value: 'eu-west-1', changes: env('AWS_REGION', 'eu-west-1'), wrong: 1, says: text },
  'aws.endpointURL': {
    value: 'https://aws.example.com',
    changes: env('AWS_ENDPOINT_URL', 'https://aws.example.com'),
    wrong: 'aws.example.com',
    says: url,
  },
  'aws.endpointURLs.ec2': {
    value: 'https://ec2.example.com',
    changes: env('AWS_ENDPOINT_URL_EC2', 'https://ec2.example.com'),
    wrong: 'ftp://ec2.example.com',
    says: url,
  },
  'aws.endpointURLs.elasticLoadBalancingV2': {
    value: 'https://elb.example.com',
    changes: env('AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2', 'https://elb.example.com'),
    wrong: 'https://',
    says: url,
  },
  'aws.endpointURLs.route53': {
    value: 'https://vpce-0123.route53.example.com',
    changes: env('AWS_ENDPOINT_URL_ROUTE_53', 'https://vpce-0123.route53.example.com'),
    wrong: 'route53.example.com',
    says: url,
  },
  'aws.endpointURLs.sts': {
    value: 'http://sts.example.com:8080/path',
    changes: env('AWS_ENDPOINT_URL_STS', 'http://sts.example.com:8080/path'),
    wrong: 'https://sts.example.com?x=y',
    says: url,
  },
  'image.repository': {
    value: 'registry.example.com/operator',
    changes: { [`${container}.image`]: 'registry.example.com/operator:0.1.0' },
    wrong: '',
    says: /\/image\/repository.*minLength/,
  },
  'image.tag': { value: 'v9', changes: { [`${container}.image`]: 'privatelink-operator:v9' }, wrong: 9, says: text },
  'image.digest': {
    value: digest,
    changes: { [`${container}.image`]: `privatelink-operator@${digest}` },
    wrong: 'sha256:short',
    says: /does not match pattern/,
  },
  'image.pullPolicy': {
    value: 'Always',
    changes: { [`${container}.imagePullPolicy`]: 'Always' },
    wrong: 'Sometimes',
    says: /must be one of 'Always', 'IfNotPresent', 'Never'/,
  },
  imagePullSecrets: {
    value: [{ name: 'registry' }],
    changes: { [`${pod}.spec.imagePullSecrets.registry.name`]: 'registry' },
    wrong: ['registry'],
    says: /\/imagePullSecrets\/0.*got string, want object/,
  },
  'crds.enabled': {
    value: false,
    changes: Object.fromEntries(crds.map((crd) => [crd, 'gone'])),
    wrong: 'no',
    says: /got string, want boolean/,
  },
  'crds.keep': {
    value: false,
    changes: Object.fromEntries(crds.map((crd) => [`${crd} metadata.annotations.helm.sh/resource-policy`, undefined])),
    wrong: 'no',
    says: /got string, want boolean/,
  },
  'serviceAccount.create': {
    values: { serviceAccount: { create: false, name: 'theirs' } },
    changes: { [`ServiceAccount/${name}`]: 'gone', ...otherAccount },
    wrong: 0,
    says: /got number, want boolean/,
  },
  'serviceAccount.name': {
    value: 'theirs',
    changes: { [`ServiceAccount/${name}`]: 'gone', 'ServiceAccount/theirs': 'new', ...otherAccount },
    wrong: 1,
    says: text,
  },
  'serviceAccount.annotations': {
    value: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111111111111:role/operator' },
    changes: {
      [`ServiceAccount/${name} metadata.annotations.eks.amazonaws.com/role-arn`]: 'arn:aws:iam::111111111111:role/operator',
    },
    wrong: { number: 1 },
    says: text,
  },
  'rbac.aggregateClusterRoles': {
    value: false,
    changes: { [`ClusterRole/${name}-view`]: 'gone', [`ClusterRole/${name}-edit`]: 'gone' },
    wrong: 'no',
    says: /got string, want boolean/,
  },
  'periods.listSeconds': {
    value: 90,
    changes: { [`${container}.env.LIST_PERIOD_MS.value`]: '90000' },
    wrong: 0.5,
    says: /got number, want integer/,
  },
  'periods.rareSeconds': {
    value: 600,
    changes: { [`${container}.env.RARE_PERIOD_MS.value`]: '600000' },
    wrong: 0,
    says: /minimum: got 0, want 1/,
  },
  'periods.pendingSeconds': {
    value: 10,
    changes: { [`${container}.env.PENDING_PERIOD_MS.value`]: '10000' },
    wrong: '10s',
    says: /got string, want integer/,
  },
  'periods.visibilityGraceSeconds': {
    value: 900,
    changes: { [`${container}.env.VISIBILITY_GRACE_MS.value`]: '900000' },
    wrong: 299,
    says: /minimum: got 299, want 300/,
  },
  requestTimeoutSeconds: {
    value: 20,
    changes: { [`${container}.env.REQUEST_TIMEOUT_MS.value`]: '20000', [`${pod}.spec.terminationGracePeriodSeconds`]: 50 },
    wrong: 601,
    says: /maximum: got 601, want 600/,
  },
  workers: { value: 32, changes: { [`${container}.env.WORKERS.value`]: '32' }, wrong: 257, says: /maximum: got 257, want 256/ },
  logLevel: {
    value: 'debug',
    changes: { [`${container}.env.LOG_LEVEL.value`]: 'debug' },
    wrong: 'loud',
    says: /must be one of 'debug', 'info', 'warn', 'error'/,
  },
  extraEnv: {
    value: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/ca.pem' }],
    changes: env('NODE_EXTRA_CA_CERTS', '/ca.pem'),
    wrong: [{ name: 'WORKERS', value: '2' }],
    says: /extraEnv: WORKERS is set by a value of its own/,
  },
  resources: {
    value: { requests: { cpu: 1 }, limits: { memory: '1Gi' } },
    changes: { [`${container}.resources.requests.cpu`]: 1, [`${container}.resources.limits.memory`]: '1Gi' },
    wrong: { request: {} },
    says: /additional properties 'request' not allowed/,
  },
  nodeSelector: {
    value: { 'kubernetes.io/arch': 'arm64' },
    changes: { [`${pod}.spec.nodeSelector.kubernetes.io/arch`]: 'arm64' },
    wrong: { spot: true },
    says: /got boolean, want string/,
  },
  tolerations: {
    value: [{ key: 'spot', operator: 'Exists' }],
    changes: { [`${pod}.spec.tolerations.0.key`]: 'spot', [`${pod}.spec.tolerations.0.operator`]: 'Exists' },
    wrong: { key: 'spot' },
    says: /got object, want array/,
  },
  affinity: {
    value: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] } },
    changes: {
      [`${pod}.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution.0.topologyKey`]: 'kubernetes.io/hostname',
    },
    wrong: [],
    says: /got array, want object/,
  },
  priorityClassName: {
    value: 'system-cluster-critical',
    changes: { [`${pod}.spec.priorityClassName`]: 'system-cluster-critical' },
    wrong: 1,
    says: text,
  },
  podAnnotations: {
    value: { team: 'network' },
    changes: { [`${pod}.metadata.annotations.team`]: 'network' },
    wrong: { team: 1 },
    says: text,
  },
  podLabels: {
    value: { team: 'network', 'app.kubernetes.io/name': 'theirs' },
    changes: { [`${pod}.metadata.labels.team`]: 'network' },
    wrong: { team: 1 },
    says: text,
  },
  commonLabels: {
    value: { team: 'network', 'app.kubernetes.io/instance': 'theirs' },
    changes: (objects) => Object.fromEntries(everywhere(objects).map((labels) => [`${labels}.team`, 'network'])),
    wrong: { team: 1 },
    says: text,
  },
};
