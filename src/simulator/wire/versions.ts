import type { ServiceName } from '../operations.ts';

/** The API versions served. */
export const apiVersions: Readonly<Record<ServiceName, string>> = {
  ec2: '2016-11-15',
  elasticloadbalancing: '2015-12-01',
  sts: '2011-06-15',
};
