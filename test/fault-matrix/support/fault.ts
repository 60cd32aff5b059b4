import type { AwsAnswer, AwsBackend, AwsRequest, Landing } from '../../simulation/kernel/aws-backend.ts';
import { cutConnection, sdkError } from '../../simulation/kernel/aws-backend.ts';
import type { Timeline } from '../../simulation/kernel/timeline.ts';
import type { Failing, Refusal } from './failures.ts';

/** The operator gives a call up after a minute. */
const late = 70_000;

/** One call of the operator's that fails until the failure is lifted. Other people's calls do not come by here. */
export interface Fault {
  /** Calls that met it. */
  hits(): number;
  /** When the first did, in epoch milliseconds. */
  since(): number;
  lift(): void;
}

/** A wire to AWS on which one action at a time can be made to fail. */
export interface Breakable {
  readonly backend: AwsBackend;
  arm(action: string, failing: Failing): Fault;
}

export function breakable(sound: AwsBackend, timeline: () => Timeline): Breakable {
  let meets: ((request: AwsRequest) => Landing) | undefined;
  let breaks = '';
  return {
    backend: (request) => (meets !== undefined && request.action === breaks ? meets(request) : sound(request)),
    arm: (action, failing) => {
      let hits = 0;
      let since = 0;
      breaks = action;
      meets = (request) => {
        if (hits === 0) since = timeline().now;
        hits += 1;
        if (failing.carriedOut === 'at once') sound(request);
        if (failing.carriedOut === 'after it was given up') timeline().after(late, `AWS ${action} late`, () => void sound(request));
        return { landed: answerOf(request, failing) };
      };
      return { hits: () => hits, since: () => since, lift: () => void (meets = undefined) };
    },
  };
}

function answerOf({ service, input }: AwsRequest, { answer }: Failing): Landing['landed'] {
  if (answer === 'none') return 'unanswered';
  if (answer === 'a cut connection') return cutConnection();
  if ('unsuccessful' in answer) return unsuccessful(input, answer.unsuccessful[service]);
  const refusal = answer.refusal[service];
  return sdkError(refusal.code, refusal.message, refusal.status);
}

/** None of a batch was carried out. */
function unsuccessful(input: AwsRequest['input'], refusal: Refusal): AwsAnswer {
  const ids = (input['VpcEndpointIds'] ?? input['ServiceIds']) as readonly string[];
  const Error = { Code: refusal.code, Message: refusal.message };
  return { $metadata: { httpStatusCode: 200 }, Unsuccessful: ids.map((ResourceId) => ({ ResourceId, Error })) } as AwsAnswer;
}
