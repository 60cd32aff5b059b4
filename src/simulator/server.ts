import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { apiOf, identified, unidentifiedEntry, UnidentifiedCall } from './arrival.ts';
import type { Engine } from './engine.ts';
import { ConnectionDropped } from './faults.ts';
import { ApiError } from './handler.ts';
import type { Operation } from './operations.ts';
import { randomHex, seededRandom } from './random.ts';
import { isServed, readAuthorization } from './wire/authorization.ts';
import { parseForm } from './wire/form.ts';
import { formText, largestBody, readHttpRequest } from './wire/http-request.ts';
import { writeForeignError } from './wire/other-apis.ts';
import { writeError, writeReply } from './wire/reply.ts';
import { readRequest } from './wire/request.ts';
import { readRestRequest } from './wire/rest-request.ts';
import type { World } from './world.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpServer {
  readonly server: Server;
  /** Requests that have arrived, and whose connection waits for the answer. */
  readonly open: { inFlight(): number; waiting(): number };
}

const xml = 'text/xml;charset=UTF-8';

/** HTTP around the engine: which API, who calls, what the form says, and the reply as XML. */
export function createHttpServer(world: World, engine: Engine): HttpServer {
  const random = seededRandom(`requests ${world.settings.seed}`);
  const open = new Set<{ waits: boolean }>();
  const count = (waits: boolean): number => [...open].filter((exchange) => exchange.waits === waits).length;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestID = uuid(random);
    const exchange = { waits: false };
    const pause = (waiting: boolean): void => {
      exchange.waits = waiting;
    };
    open.add(exchange);
    response.once('close', () => open.delete(exchange));
    try {
      const { status, type, headers, body } = await answer({ world, engine, incoming: request, requestID, pause });
      response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': requestID, ...headers });
      response.end(body);
    } catch {
      // A dropped reply, or a client that went away while it sent: either way there is nobody to answer.
      response.destroy();
    }
  };
  const server = createServer((request, response) => void serve(request, response));
  // Node's default cuts idle connections after 5 s, and a client that reuses one at that moment sees a reset that AWS never sent.
  server.keepAliveTimeout = 0;
  return { server, open: { inFlight: () => count(false), waiting: () => count(true) } };
}

interface Exchange {
  readonly world: World;
  readonly engine: Engine;
  readonly incoming: IncomingMessage;
  readonly requestID: string;
  readonly pause: (waiting: boolean) => void;
}

async function answer({ world, engine, incoming, requestID, pause }: Exchange): Promise<Answer> {
  const request = await readHttpRequest(incoming);
  const form = parseForm(formText(request));
  const signed = readAuthorization(request.headers, form);
  const arrived = { signed, request, form };
  try {
    if (request.body === undefined) throw new UnidentifiedCall(tooLarge());
    const call = identified(world, arrived);
    const read = (found: Operation): object => (call.service === 'route53' ? readRestRequest(found, request) : readRequest(found, form));
    const { operation, reply } = await engine.perform({ ...call, pause, read });
    return { type: xml, ...writeReply(operation, reply, requestID) };
  } catch (error) {
    if (error instanceof ConnectionDropped) throw error;
    if (error instanceof UnidentifiedCall) engine.journal.add(unidentifiedEntry(error, arrived, world.clock.now()));
    const refusal = asRefusal(error);
    const { status, code } = refusal;
    // Some clients look for the code in a header.
    const headers = { 'x-amzn-errortype': code };
    if (signed && !isServed(signed.service)) return { status, headers, ...writeForeignError(signed.service, refusal, request.headers) };
    return { status, type: xml, body: writeError(apiOf(arrived), refusal, requestID) };
  }
}

function tooLarge(): ApiError {
  return new ApiError('RequestEntityTooLarge', `The request has more than ${largestBody} bytes.`, 413);
}

/** A fault of the simulator itself must not look like AWS refusing something. */
function asRefusal(error: unknown): ApiError {
  if (error instanceof UnidentifiedCall) return error.refusal;
  if (error instanceof ApiError) return error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ApiError('InternalError', `The simulator failed: ${detail}`, 500);
}

function uuid(random: () => number): string {
  return [8, 4, 4, 4, 12].map((length) => randomHex(length, random)).join('-');
}
