import type { ServiceName } from '../operations.ts';
import { ApiError } from '../handler.ts';

type Problem = 'unknown' | 'missing' | 'invalid';

const ec2Codes: Readonly<Record<Problem, string>> = {
  unknown: 'UnknownParameter',
  missing: 'MissingParameter',
  invalid: 'InvalidParameterValue',
};

/** What is wrong with a request before any handler sees it. EC2 has a code for each problem, the others one for all. */
export function badRequest(service: ServiceName, problem: Problem, message: string): ApiError {
  if (service === 'route53') return new ApiError('InvalidInput', message);
  return new ApiError(service === 'ec2' ? ec2Codes[problem] : 'ValidationError', message);
}

export function unknownAction(action: string, version: string): ApiError {
  return new ApiError('InvalidAction', `The action ${action} is not valid for this web service (version ${version}).`);
}
