import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Engine, IncomingCall } from './engine.ts';
import { ConnectionDropped } from './faults.ts';
import { ApiError } from './handler.ts';
import { callerOf } from './identity.ts';
import { randomHex, seededRandom } from './random.ts';
import { readAuthorization } from './wire/authorization.ts';
import { unknownAction } from './wire/codes.ts';
import type { FormNode } from './wire/form.ts';
import { parseForm } from './wire/form.ts';
import { writeError, writeReply } from './wire/reply.ts';
import { readRequest } from './wire/request.ts';
import { apiVersions } from './wire/versions.ts';
import type { World } from './world.ts';
import type { ServiceName } from './operations.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface HttpServer {
  readonly server: Server;
  inFlight(): number;
}

/** HTTP around the engine: which API, who calls, what the form says, and the reply as XML. */
export function createHttpServer(world: World, engine: Engine): HttpServer {
  const random = seededRandom(`requests ${world.settings.seed}`);
  let open = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestID = uuid(random);
    open += 1;
    response.once('close', () => (open -= 1));
    try {
      const { status, body } = await answer({ world, engine, request, requestID });
      response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestID });
      response.end(body);
    } catch {
      // A dropped reply, or a client that went away while it sent: either way there is nobody to answer.
      response.destroy();
    }
  };
  const server = createServer((request, response) => void serve(request, response));
  return { server, inFlight: () => open - engine.waiting() };
}

interface Exchange {
  readonly world: World;
  readonly engine: Engine;
  readonly request: IncomingMessage;
  readonly requestID: string;
}

async function answer({ world, engine, request, requestID }: Exchange): Promise<Answer> {
  const form = parseForm(await readBody(request));
  const authorization = readAuthorization(request.headers);
  const service = authorization instanceof ApiError ? 'ec2' : authorization.service;
  try {
    if (authorization instanceof ApiError) throw authorization;
    const call = incoming(service, form);
    const caller = callerOf(world, service, authorization);
    const { operation, reply } = await engine.perform({ ...call, caller });
    return { status: 200, body: writeReply(operation, reply, requestID) };
  } catch (error) {
    if (error instanceof ConnectionDropped) throw error;
    const refusal = error instanceof ApiError ? error : internalError(error);
    return { status: refusal.status, body: writeError(service, refusal, requestID) };
  }
}

function incoming(service: ServiceName, form: FormNode): Omit<IncomingCall, 'caller'> {
  const action = form.children.get('Action')?.value ?? '';
  const version = form.children.get('Version')?.value ?? '';
  if (version !== apiVersions[service]) throw unknownAction(action, version);
  return { service, action, read: (operation) => readRequest(operation, form) };
}

/** A fault of the simulator itself must not look like AWS refusing something. */
function internalError(error: unknown): ApiError {
  return new ApiError(
    'InternalError',
    `The simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    500,
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

function uuid(random: () => number): string {
  return [8, 4, 4, 4, 12].map((length) => randomHex(length, random)).join('-');
}
