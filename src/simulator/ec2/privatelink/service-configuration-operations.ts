import {
  CreateVpcEndpointServiceConfiguration$,
  DeleteVpcEndpointServiceConfigurations$,
  DescribeVpcEndpointServiceConfigurations$,
  DescribeVpcEndpointServicePermissions$,
  ModifyVpcEndpointServiceConfiguration$,
  ModifyVpcEndpointServicePayerResponsibility$,
  ModifyVpcEndpointServicePermissions$,
  StartVpcEndpointServicePrivateDnsVerification$,
} from '@aws-sdk/client-ec2';
import type { Operations } from '../../operations.ts';
import { filterMembers, operation, pagingMembers, tagSpecificationMembers } from '../../operations.ts';
import { createService } from './create-service.ts';
import { deleteServices } from './delete-services.ts';
import { describeServiceConfigurations } from './describe-service-configurations.ts';
import { modifyService } from './modify-service.ts';
import { describePermissions, modifyPermissions } from './permissions.ts';
import { modifyServicePayer, verifyPrivateDNS } from './service-operations.ts';

const listMembers = [...filterMembers, ...pagingMembers];

/** The provider's side: services, who may see them, and their private name. */
export const serviceConfigurationOperations: Operations = [
  operation(CreateVpcEndpointServiceConfiguration$, {
    reads: [
      'AcceptanceRequired',
      'PrivateDnsName',
      'NetworkLoadBalancerArns',
      'GatewayLoadBalancerArns',
      'SupportedIpAddressTypes',
      'SupportedRegions',
      'ClientToken',
      ...tagSpecificationMembers,
    ],
    run: createService,
  }),
  operation(ModifyVpcEndpointServiceConfiguration$, {
    reads: [
      'ServiceId',
      'PrivateDnsName',
      'RemovePrivateDnsName',
      'AcceptanceRequired',
      'AddNetworkLoadBalancerArns',
      'RemoveNetworkLoadBalancerArns',
      'AddGatewayLoadBalancerArns',
      'RemoveGatewayLoadBalancerArns',
      'AddSupportedIpAddressTypes',
      'RemoveSupportedIpAddressTypes',
      'AddSupportedRegions',
      'RemoveSupportedRegions',
    ],
    run: modifyService,
  }),
  operation(DeleteVpcEndpointServiceConfigurations$, { reads: ['ServiceIds'], run: deleteServices }),
  operation(DescribeVpcEndpointServiceConfigurations$, { reads: ['ServiceIds', ...listMembers], run: describeServiceConfigurations }),
  operation(ModifyVpcEndpointServicePermissions$, {
    reads: ['ServiceId', 'AddAllowedPrincipals', 'RemoveAllowedPrincipals'],
    run: modifyPermissions,
  }),
  operation(DescribeVpcEndpointServicePermissions$, { reads: ['ServiceId', ...listMembers], run: describePermissions }),
  operation(StartVpcEndpointServicePrivateDnsVerification$, { reads: ['ServiceId'], run: verifyPrivateDNS }),
  operation(ModifyVpcEndpointServicePayerResponsibility$, { reads: ['ServiceId', 'PayerResponsibility'], run: modifyServicePayer }),
];
