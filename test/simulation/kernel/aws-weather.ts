import { type AwsRequest, isWriteAction, sdkError } from './aws-backend.ts';
import type { MishapKind } from './mishaps.ts';
import type { Timeline } from './timeline.ts';

/** Failures of AWS that last a while, for whatever they lie over. */
export interface AwsWeather {
  /** Begins what this mishap brings along; answers how the call fails, if it does. */
  over(request: AwsRequest, mishap: MishapKind | undefined): Error | undefined;
  /** For two minutes EC2 answers no question, and does as it is told all the same. */
  readsFail(): void;
  clear(): void;
}

interface Front {
  readonly until: number;
  readonly covers: (request: AwsRequest) => boolean;
  readonly failure: (request: AwsRequest) => Error;
}

const second = 1_000;
const minute = 60 * second;

export function awsWeather(timeline: Timeline): AwsWeather {
  let fronts: Front[] = [];
  return {
    over: (request, mishap) => {
      const front = frontOf(request, mishap);
      if (front !== undefined) fronts.push({ ...front, until: timeline.now + front.until });
      fronts = fronts.filter(({ until }) => until > timeline.now);
      return fronts.find(({ covers }) => covers(request))?.failure(request);
    },
    readsFail: () =>
      void fronts.push({
        until: timeline.now + 2 * minute,
        covers: ({ service, action }) => service === 'ec2' && !isWriteAction(action),
        failure: () => sdkError('Unavailable', 'The service is unavailable. Please try again shortly.', 503),
      }),
    clear: () => {
      fronts = [];
    },
  };
}

function frontOf({ action, identity, service }: AwsRequest, mishap: MishapKind | undefined): Front | undefined {
  const sameAction = (other: AwsRequest): boolean => other.action === action;
  const sameCaller = (other: AwsRequest): boolean => other.identity.accessKeyId === identity.accessKeyId && other.service === service;
  switch (mishap) {
    case 'throttled (action)':
    case 'read throttled':
      return { until: 30 * second, covers: sameAction, failure: throttled };
    case 'throttled (account)':
      return { until: 40 * second, covers: sameCaller, failure: throttled };
    case 'throttled (organisation)':
      return { until: 40 * second, covers: (other) => other.service !== 'sts', failure: throttled };
    case 'denied for a while':
      return {
        until: 12 * minute,
        covers: sameAction,
        failure: () => sdkError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403),
      };
    case 'busy for a while (503)':
      return {
        until: 90 * second,
        covers: sameAction,
        failure: () => sdkError('Unavailable', 'The service is unavailable. Please try again shortly.', 503),
      };
    case 'refused by a quota':
      return {
        until: 5 * minute,
        covers: sameAction,
        failure: () => sdkError('VpcEndpointLimitExceeded', 'The maximum number of VPC endpoints has been reached.', 400),
      };
    default:
      return undefined;
  }
}

function throttled({ service }: AwsRequest): Error {
  return service === 'ec2'
    ? sdkError('RequestLimitExceeded', 'Request limit exceeded.', 503)
    : sdkError('Throttling', 'Rate exceeded', 400);
}
