import { createHash } from 'node:crypto';
import type { OfferedService } from './offered-service.ts';

interface Definition {
  /** The last part of the service's name. */
  readonly suffix: string;
  readonly gateway?: true;
  /** Absent where there is no interface service. `<r>` stands for the Region. */
  readonly privateNames?: readonly string[];
  /** AWS does not offer every service in every zone. */
  readonly lacksLastZone?: true;
}

const definitions: readonly Definition[] = [
  { suffix: 'secretsmanager', privateNames: ['secretsmanager.<r>.amazonaws.com'] },
  { suffix: 'kms', privateNames: ['kms.<r>.amazonaws.com'] },
  { suffix: 'ecr.api', privateNames: ['api.ecr.<r>.amazonaws.com'] },
  { suffix: 'ecr.dkr', privateNames: ['*.dkr.ecr.<r>.amazonaws.com'] },
  { suffix: 's3', gateway: true, privateNames: ['s3.<r>.amazonaws.com', '*.s3.<r>.amazonaws.com', '*.s3-accesspoint.<r>.amazonaws.com'] },
  { suffix: 'dynamodb', gateway: true },
  { suffix: 'sts', privateNames: ['sts.<r>.amazonaws.com'] },
  { suffix: 'logs', privateNames: ['logs.<r>.amazonaws.com'] },
  { suffix: 'monitoring', privateNames: ['monitoring.<r>.amazonaws.com'] },
  { suffix: 'ssm', privateNames: ['ssm.<r>.amazonaws.com'] },
  { suffix: 'ec2', privateNames: ['ec2.<r>.amazonaws.com'] },
  { suffix: 'sqs', privateNames: ['sqs.<r>.amazonaws.com'] },
  { suffix: 'sns', privateNames: ['sns.<r>.amazonaws.com'], lacksLastZone: true },
];

/** AWS's own services of a Region. Those with a gateway and an interface (S3) are two, of one name. */
export function awsServices(region: string, zoneIDs: readonly string[]): readonly OfferedService[] {
  return definitions.flatMap((definition) => [
    ...(definition.gateway ? [service(definition, 'Gateway', { region, zoneIDs })] : []),
    ...(definition.privateNames ? [service(definition, 'Interface', { region, zoneIDs })] : []),
  ]);
}

interface Place {
  readonly region: string;
  readonly zoneIDs: readonly string[];
}

function service(definition: Definition, type: 'Interface' | 'Gateway', { region, zoneIDs }: Place): OfferedService {
  const { suffix, privateNames = [], lacksLastZone } = definition;
  const name = `com.amazonaws.${region}.${suffix}`;
  return {
    id: stableServiceID(`${name} ${type}`),
    name,
    type,
    region,
    owner: 'amazon',
    zoneIDs: lacksLastZone ? zoneIDs.slice(0, -1) : zoneIDs,
    baseName: type === 'Gateway' ? `${suffix}.${region}.amazonaws.com` : interfaceBaseName(suffix, region),
    privateNames: type === 'Gateway' ? [] : privateNames.map((pattern) => pattern.replace('<r>', region)),
    policySupported: true,
    acceptanceRequired: false,
    ipAddressTypes: ['ipv4'],
    own: undefined,
  };
}

/** `ecr.api` is served under `api.ecr`. */
function interfaceBaseName(suffix: string, region: string): string {
  return `${suffix.split('.').toReversed().join('.')}.${region}.vpce.amazonaws.com`;
}

/** AWS's own services have IDs too; these hang on the name alone. */
function stableServiceID(name: string): string {
  return `vpce-svc-0${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}
