import type {
  ModifyVpcEndpointServicePayerResponsibilityRequest,
  ModifyVpcEndpointServicePayerResponsibilityResult,
  StartVpcEndpointServicePrivateDnsVerificationRequest,
  StartVpcEndpointServicePrivateDnsVerificationResult,
} from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ownService } from './service-lookup.ts';
import { startVerification } from './service-private-dns.ts';

/** Asks AWS to look for the service's TXT record. */
export function verifyPrivateDNS(
  input: Checked<StartVpcEndpointServicePrivateDnsVerificationRequest>,
  caller: Caller,
): StartVpcEndpointServicePrivateDnsVerificationResult {
  startVerification(ownService(input.ServiceId, caller), caller.world);
  return { ReturnValue: true };
}

/** The owner takes over the charges, for good: the model has no value that gives them back. */
export function modifyServicePayer(
  input: Checked<ModifyVpcEndpointServicePayerResponsibilityRequest>,
  caller: Caller,
): ModifyVpcEndpointServicePayerResponsibilityResult {
  ownService(input.ServiceId, caller).payer = input.PayerResponsibility;
  return { ReturnValue: true };
}
