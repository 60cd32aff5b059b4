import type { ServiceName } from '../operations.ts';

/** The API versions served. */
export const apiVersions: Readonly<Record<ServiceName, string>> = {
  ec2: '2016-11-15',
  elasticloadbalancing: '2015-12-01',
  route53: '2013-04-01',
  sts: '2011-06-15',
};

/** The API that a version belongs to: all that tells which one an unsigned request means. EC2 where nothing does. */
export function apiOfVersion(version: string): ServiceName {
  if (version === apiVersions.sts) return 'sts';
  return version === apiVersions.elasticloadbalancing ? 'elasticloadbalancing' : 'ec2';
}
