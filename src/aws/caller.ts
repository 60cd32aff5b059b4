import type { Clock } from '../core/clock.ts';
import { type Access, accessKey } from './access.ts';
import { type AuditEntry, type CallOutcome, hostedZoneIn, resourceIDs } from './audit.ts';
import { actionOf, type CallName, calls } from './calls.ts';
import type { Credentials } from './credentials.ts';
import { withDeadline } from './deadline.ts';
import { AwsError, failureOf, requestIDOf } from './errors.ts';
import type { Limiter } from './limiter.ts';
import type { Ports } from './ports.ts';
import { route53Account } from './route53-calls.ts';
import type { Answer, Sender, Service } from './sender.ts';
import type { Turns } from './turns.ts';

export type Clients = Readonly<Record<Service, Sender>>;

export interface ObservedCall {
  /** The API action, such as `CreateVpcEndpoint`. */
  readonly call: string;
  readonly service: Service;
  readonly region: string;
  readonly outcome: CallOutcome;
  readonly milliseconds: number;
}

export interface CallerOptions {
  readonly access: Access;
  readonly region: string;
  readonly identity: string | undefined;
  readonly clock: Clock;
  readonly credentials: Credentials;
  readonly limiter: Limiter;
  /** Writes to one hosted zone, from whichever account: Route 53 takes them one at a time (`PriorRequestNotComplete`). */
  readonly zones: Turns;
  readonly requestTimeout: number;
  readonly clients: () => Clients;
  readonly audit: ((entry: AuditEntry) => void) | undefined;
  readonly onCall: ((call: ObservedCall) => void) | undefined;
  /** Called as a call has its turn; what it returns, as the call ends. */
  readonly onSend: () => () => void;
}

/** One port a call of the table: waits its turn, sends once, and tells how it ended. */
export function createCaller(options: CallerOptions): Ports {
  const ports = Object.keys(calls).map((name) => {
    const call = name as CallName;
    return [call, (input: object) => perform(options, call, input)];
  });
  // The table gives each command its client, so the SDK's types hold; TypeScript cannot follow them through the loop.
  return Object.fromEntries(ports) as unknown as Ports;
}

/** AWS takes what we hold no longer, whether it has expired or was revoked: EC2's codes, and those of the other services. */
const spent = /^(ExpiredToken|RequestExpired|AuthFailure|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient)/i;

async function perform(options: CallerOptions, call: CallName, input: object): Promise<object> {
  const { limiter, zones } = options;
  await limiter.turn(laneOf(options, call), calls[call].bucket);
  if (calls[call].service === 'route53') await limiter.turn(`${accessKey(options.access)} route53`, route53Account);
  const zone = calls[call].effect === 'write' ? hostedZoneIn(input) : undefined;
  return zone === undefined ? sendOnce(options, call, input) : zones.inTurn(zone, () => sendOnce(options, call, input));
}

/** Route 53 counts its calls for all Regions together. */
function laneOf({ access, region }: CallerOptions, call: CallName): string {
  return `${accessKey(access)} ${calls[call].service === 'route53' ? 'global' : region} ${call}`;
}

async function sendOnce(options: CallerOptions, call: CallName, input: object): Promise<object> {
  const { access, clock, limiter } = options;
  const begun = clock.now();
  const onEnd = options.onSend();
  try {
    const { $metadata, ...output } = await send(options, call, input);
    const outcome = output.Unsuccessful !== undefined && output.Unsuccessful.length > 0 ? 'unsuccessful' : 'ok';
    report(options, { call, begun, outcome, code: undefined, requestID: $metadata.requestId, ids: resourceIDs(input, output) });
    return output;
  } catch (error) {
    const failure = failureOf(error, actionOf(call));
    if (failure.class === 'throttled') limiter.throttled(laneOf(options, call));
    if (spent.test(failure.code)) options.credentials.expire(access);
    report(options, {
      call,
      begun,
      outcome: failure.class,
      code: failure.code,
      requestID: requestIDOf(error),
      ids: resourceIDs(input, undefined),
    });
    throw error instanceof AwsError ? error : new AwsError(failure, error);
  } finally {
    onEnd();
  }
}

function send({ access, clock, requestTimeout, credentials, clients }: CallerOptions, call: CallName, input: object): Promise<Answer> {
  const { service, command } = calls[call];
  const Command = command as new (input: object) => object;
  const sender = clients()[service];
  return withDeadline(clock, requestTimeout, async (abortSignal) => {
    // Credentials first, so that a role that cannot be assumed is told from a call that was refused.
    await credentials.provider(access)();
    return sender.send(new Command(input), { abortSignal });
  });
}

interface Ending {
  readonly call: CallName;
  readonly begun: number;
  readonly outcome: CallOutcome;
  readonly code: string | undefined;
  readonly requestID: string | undefined;
  readonly ids: readonly string[];
}

function report(
  { access, region, identity, clock, audit, onCall }: CallerOptions,
  { call, begun, outcome, code, requestID, ids }: Ending,
): void {
  const { service, effect } = calls[call];
  const action = actionOf(call);
  const milliseconds = clock.now() - begun;
  onCall?.({ call: action, service, region, outcome, milliseconds });
  if (effect !== 'write') return;
  const time = new Date(clock.wallTime() - milliseconds).toISOString();
  audit?.({ time, roleARN: access.roleARN, region, action, resourceIDs: ids, identity, outcome, code, requestID, milliseconds });
}
