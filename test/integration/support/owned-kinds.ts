import type { KubeObject } from '../../../src/kube/resource.ts';
import type { Scenario, Seen } from '../../harness/scenario.ts';
import { configuration } from './provider-team.ts';

/** What every kind with an AWS resource of its own has, for tests that hold for all of them. */
export interface OwnedKind {
  readonly create: string;
  readonly team: (on: Scenario) => Scenario['aws']['provider']['ec2'];
  readonly account: string;
  readonly object: (on: Scenario, spec?: object) => KubeObject;
  readonly idOf: (seen: Seen) => string;
  /** The name of the PrivateLinkAccess of its namespace. */
  readonly access: (on: Scenario) => string;
  /** A role in another account, which the operator may assume too. */
  readonly otherRole: { readonly roleARN: string; readonly externalID: string };
  readonly tagsOf: (on: Scenario, id: string) => Promise<Readonly<Record<string, string>>>;
  readonly deleteOnAWS: (on: Scenario, id: string) => Promise<unknown>;
  readonly deletion: string;
}

const roles = {
  provider: { roleARN: 'arn:aws:iam::111111111111:role/privatelink-provider', externalID: 'payments-team' },
  consumer: { roleARN: 'arn:aws:iam::222222222222:role/privatelink-consumer', externalID: 'shop-team' },
};

type Wire = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];
const tagsOf = (tags: Wire | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));

export const ownedKinds: Readonly<Record<'EndpointService' | 'InterfaceEndpoint', OwnedKind>> = {
  EndpointService: {
    create: 'CreateVpcEndpointServiceConfiguration',
    deletion: 'DeleteVpcEndpointServiceConfigurations',
    account: '111111111111',
    team: ({ aws }) => aws.provider.ec2,
    object: (on, spec) => on.service('payments', spec),
    idOf: ({ status }) => String(status['serviceID']),
    access: ({ provider }) => provider,
    otherRole: roles.consumer,
    tagsOf: async (on, id) => tagsOf((await configuration(on, id))?.Tags),
    deleteOnAWS: ({ aws }, id) => aws.provider.ec2.deleteVpcEndpointServiceConfigurations({ ServiceIds: [id] }),
  },
  InterfaceEndpoint: {
    create: 'CreateVpcEndpoint',
    deletion: 'DeleteVpcEndpoints',
    account: '222222222222',
    team: ({ aws }) => aws.consumer.ec2,
    object: (on, spec) => on.endpoint('secrets', spec),
    idOf: ({ status }) => String(status['endpointID']),
    access: ({ consumer }) => consumer,
    otherRole: roles.provider,
    tagsOf: async ({ aws }, id) => {
      const { VpcEndpoints: [found] = [] } = await aws.consumer.ec2.describeVpcEndpoints({ VpcEndpointIds: [id] });
      return tagsOf(found?.Tags);
    },
    deleteOnAWS: ({ aws }, id) => aws.consumer.ec2.deleteVpcEndpoints({ VpcEndpointIds: [id] }),
  },
};
