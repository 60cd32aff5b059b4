import { calls } from '../../../src/aws/calls.ts';
import type { Identity } from '../../../src/aws/credentials.ts';
import type { Service } from '../../../src/aws/sender.ts';
import { ApiError } from '../../../src/simulator/handler.ts';
import { callerOf } from '../../../src/simulator/identity.ts';
import type { SimulatedAws } from '../../../src/simulator/index.ts';

/** One call as it goes over the wire. */
export interface AwsRequest {
  readonly service: Service;
  readonly region: string;
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly command: object;
  readonly identity: Identity;
}

/** What the SDK makes of a reply. */
export type AwsAnswer = object & { readonly $metadata: { readonly requestId?: string; readonly httpStatusCode?: number } };

/** Where a call ends up: `landed` is set once it has. Some are never answered. */
export interface Landing {
  landed: AwsAnswer | Error | 'unanswered' | undefined;
}

/** Carries calls out. The handlers of simulated AWS change its state before this returns. */
export type AwsBackend = (request: AwsRequest) => Landing;

const names = { ec2: 'ec2', elb: 'elasticloadbalancing', route53: 'route53', sts: 'sts' } as const;

/** Straight to the handlers: no wire in between. */
export function directBackend(aws: SimulatedAws): AwsBackend {
  return ({ service, region, action, input, identity }) => {
    const landing: Landing = { landed: undefined };
    const landed = (outcome: AwsAnswer | Error): void => void (landing.landed = outcome);
    try {
      const caller = callerOf(aws.world, names[service], {
        accessKey: identity.accessKeyId,
        sessionToken: identity.sessionToken,
        region,
      });
      const { account, principal } = caller;
      const handled = aws.handle({ service: names[service], action, input: withoutAbsent(input, service), account, region, principal });
      handled.then(
        (reply) => landed({ ...(plain(reply) as object), $metadata: { requestId: 'simulated', httpStatusCode: 200 } }),
        (error: unknown) => landed(asSdkError(error)),
      );
    } catch (error) {
      landed(asSdkError(error));
    }
    return landing;
  };
}

/** What never reaches a handler over the wire: undefined members, and, in EC2's protocol, empty lists. */
function withoutAbsent(input: Readonly<Record<string, unknown>>, service: Service): object {
  return Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value !== undefined && !(service === 'ec2' && Array.isArray(value) && value.length === 0))
      .map(([name, value]) => [name, isPlain(value) ? withoutAbsent(value, service) : value]),
  );
}

/** A copy without undefined members, as a parsed reply is. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlain(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const name in value) {
    const member = value[name];
    if (member !== undefined) copy[name] = plain(member);
  }
  return copy;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function asSdkError(error: unknown): Error {
  if (!(error instanceof ApiError)) return error instanceof Error ? error : new Error(String(error));
  return sdkError(error.code, error.message, error.status);
}

/** An error as the SDK raises it from an error reply. */
export function sdkError(code: string, message: string, status: number): Error {
  return Object.assign(new Error(message), { name: code, $metadata: { httpStatusCode: status, requestId: 'simulated' } });
}

/** A connection that ended without an answer. */
export function cutConnection(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

const commandActions = new Map<unknown, string>();

/** The API's own name of a command's operation. */
export function actionOfCommand(command: object): string {
  const known = commandActions.get(command.constructor);
  if (known !== undefined) return known;
  const { schema } = command as { readonly schema?: readonly unknown[] };
  const action = String(schema?.[2]);
  commandActions.set(command.constructor, action);
  return action;
}

const writeActions = new Set(
  Object.values(calls)
    .filter(({ effect }) => effect === 'write')
    .map(({ command }) => command.name.replace(/Command$/, '')),
);

export function isWriteAction(action: string): boolean {
  return writeActions.has(action);
}

/** The member of an action's reply that lists things, where the table of calls names one. */
export const listedIn: ReadonlyMap<string, string> = new Map(
  Object.values(calls).flatMap(({ command, items }) =>
    items === undefined ? [] : [[command.name.replace(/Command$/, ''), items] as const],
  ),
);
