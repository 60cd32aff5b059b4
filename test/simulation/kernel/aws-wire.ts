import type { Connect } from '../../../src/aws/sender.ts';
import {
  actionOfCommand,
  type AwsAnswer,
  type AwsBackend,
  type AwsRequest,
  cutConnection,
  isWriteAction,
  sdkError,
} from './aws-backend.ts';
import type { AwsWeather } from './aws-weather.ts';
import { arrive, type Surroundings } from './effects.ts';
import type { MishapKind } from './mishaps.ts';
import { isOpenList, isReadByID, notFound, spoiled } from './spoiled-replies.ts';

export interface AwsWireOptions {
  readonly around: Surroundings;
  readonly backend: AwsBackend;
  readonly weather: AwsWeather;
  /** Told before a write is carried out. */
  readonly onWrite: (request: AwsRequest) => void;
  /** Told of a write that is refused unseen. */
  readonly onRefusal: (request: AwsRequest) => void;
}

/** One process's wire to AWS: calls take a while, and may meet mishaps. */
export function awsWire(options: AwsWireOptions): Connect {
  const { timeline, chance, process } = options.around;
  return ({ service, region, credentials }) => ({
    send: async (command, { abortSignal }) => {
      const identity = await credentials();
      const action = actionOfCommand(command);
      const { input } = command as { readonly input: AwsRequest['input'] };
      return new Promise((resolve, reject) => {
        abortSignal.addEventListener('abort', () => reject(abortSignal.reason as Error), { once: true });
        const call: Call = { request: { service, region, action, input, command, identity }, resolve, reject };
        if (!isWriteAction(action) && chance.happens(0.8)) return callArrives(options, call);
        timeline.after(chance.whole(5, 150), `AWS ${action}`, () => {
          // What a dead process had sent may still be on the way, or not.
          if (process.alive || chance.happens(0.5)) callArrives(options, call);
        });
      });
    },
  });
}

interface Call {
  readonly request: AwsRequest;
  readonly resolve: (answer: AwsAnswer) => void;
  readonly reject: (error: Error) => void;
}

function callArrives(options: AwsWireOptions, call: Call): void {
  const { around, weather } = options;
  const { request } = call;
  const mishap = mishapOf(options, request);
  const storm = weather.over(request, mishap);
  if (storm !== undefined) {
    if (mishap !== undefined) around.mishaps.hit(mishap);
    if (isWriteAction(request.action)) options.onRefusal(request);
    return fails(options, call, storm);
  }
  switch (mishap) {
    case 'timed out before':
    case 'read unanswered':
      return around.mishaps.hit(mishap);
    case 'cut before':
    case 'read cut':
      around.mishaps.hit(mishap);
      return fails(options, call, cutConnection());
    case '5xx before':
    case 'read 5xx':
      around.mishaps.hit(mishap);
      return fails(options, call, internalError(request));
    case 'carried out late':
      around.mishaps.hit(mishap);
      // The client gives up after a minute.
      around.timeline.after(around.chance.whole(61_000, 100_000), `AWS ${request.action} late`, () => void carryOut(options, request));
      return;
    default:
      return isCarriedOut(options, call, mishap);
  }
}

/** Every event counts for its classes, whether or not something befalls it. */
function mishapOf({ around: { mishaps } }: AwsWireOptions, request: AwsRequest): MishapKind | undefined {
  if (request.service === 'sts') return mishaps.meet('sts');
  if (!isWriteAction(request.action)) {
    const ofReply =
      request.action === 'DescribeVpcEndpointServices'
        ? mishaps.meet('aws description')
        : isOpenList(request)
          ? mishaps.meet('aws list')
          : undefined;
    const byID = isReadByID(request) ? mishaps.meet('aws read by id') : undefined;
    return mishaps.meet('aws read') ?? ofReply ?? byID;
  }
  const ofBatch = batchMember(request) === undefined ? undefined : mishaps.meet('aws batch');
  return mishaps.meet('aws write') ?? ofBatch;
}

function isCarriedOut(options: AwsWireOptions, { request, resolve, reject }: Call, mishap: MishapKind | undefined): void {
  const { around } = options;
  const { sent, left } = mishap === 'batch carried out in part' ? inPart(request, around) : { sent: request, left: [] };
  arrive(around, {
    label: `AWS ${request.action}`,
    effect: isWriteAction(request.action),
    commit: () => (sent === undefined ? { landed: { $metadata: {} } } : carryOut(options, sent)),
    answer: ({ landed }) => {
      if (landed === undefined) throw new Error(`${request.action} has not landed`);
      if (landed === 'unanswered') return;
      if (mishap === 'timed out after' || mishap === 'cut after' || mishap === '5xx after') {
        around.mishaps.hit(mishap);
        if (mishap === 'cut after') reject(cutConnection());
        if (mishap === '5xx after') reject(internalError(request));
      } else if (mishap === 'not found though it exists' && !(landed instanceof Error)) {
        around.mishaps.hit(mishap);
        reject(notFound(request));
      } else if (landed instanceof Error) reject(landed);
      else resolve(changed(options, { request, answer: landed, left, mishap }));
    },
    way: () => around.chance.whole(5, 150),
  });
}

interface Changing {
  readonly request: AwsRequest;
  readonly answer: AwsAnswer;
  readonly left: readonly object[];
  readonly mishap: MishapKind | undefined;
}

function changed({ around }: AwsWireOptions, { request, answer, left, mishap }: Changing): AwsAnswer {
  if (mishap === undefined) return answer;
  if (left.length > 0) {
    around.mishaps.hit(mishap);
    return { ...answer, Unsuccessful: left } as AwsAnswer;
  }
  const other = spoiled(request, answer, { mishap, chance: around.chance });
  if (other !== undefined) around.mishaps.hit(mishap);
  return other ?? answer;
}

function carryOut({ backend, onWrite, around }: AwsWireOptions, request: AwsRequest): ReturnType<AwsBackend> {
  if (isWriteAction(request.action)) onWrite(request);
  const landing = backend(request);
  around.timeline.holdFor(landing);
  return landing;
}

function fails({ around }: AwsWireOptions, { reject }: Call, error: Error): void {
  around.timeline.after(around.chance.whole(5, 150), 'AWS failure', () => around.process.alive && reject(error));
}

/** The list of IDs of a call that decides on each of them by itself. */
function batchMember({ action, input }: AwsRequest): 'VpcEndpointIds' | 'ServiceIds' | undefined {
  if (!/^(Delete|Accept|Reject)/.test(action)) return undefined;
  return (['VpcEndpointIds', 'ServiceIds'] as const).find((name) => Array.isArray(input[name]));
}

/** Some of a batch is carried out, at least one is not. */
function inPart(
  request: AwsRequest,
  { chance }: Surroundings,
): { readonly sent: AwsRequest | undefined; readonly left: readonly object[] } {
  const member = batchMember(request) ?? 'VpcEndpointIds';
  const ids = request.input[member] as readonly string[];
  const kept = ids.slice(0, chance.whole(0, ids.length - 1));
  const left = ids.slice(kept.length);
  const Error = { Code: 'InternalError', Message: 'An internal error has occurred' };
  const sent = kept.length === 0 ? undefined : { ...request, input: { ...request.input, [member]: kept } };
  return { sent, left: left.map((ResourceId) => ({ ResourceId, Error })) };
}

function internalError({ service }: AwsRequest): Error {
  return sdkError(service === 'ec2' ? 'InternalError' : 'InternalFailure', 'An internal error has occurred', 500);
}
