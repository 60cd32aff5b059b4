import type { Caller } from './handler.ts';
import { ApiError } from './handler.ts';
import type { FaultCall, FaultOutcome } from './faults.ts';
import { ConnectionDropped, createFaults, throttled } from './faults.ts';
import type { JournalEntry } from './journal.ts';
import { createJournal } from './journal.ts';
import type { Operation, ServiceName } from './operations.ts';
import { withOpenToken, withSealedToken } from './page-tokens.ts';
import { findOperation } from './registry.ts';
import { createThrottle } from './throttle.ts';
import { checkInput } from './wire/check.ts';
import { apiVersions } from './wire/versions.ts';
import { unknownAction } from './wire/codes.ts';
import type { World } from './world.ts';

/** A call whose caller is known. `read` makes the typed input, and may refuse. */
export interface IncomingCall {
  readonly service: ServiceName;
  readonly action: string;
  readonly caller: Caller;
  readonly read: (operation: Operation) => object;
  /** Told when the call begins and ends to wait for the world's clock. */
  readonly pause?: (waiting: boolean) => void;
}

export type Engine = ReturnType<typeof createEngine>;

/** What happens to a call once it is known who calls: faults, throttles, checks, the handler, the journal. */
export function createEngine(world: World) {
  const journal = createJournal();
  const faults = createFaults();
  const throttle = createThrottle();

  /** Runs the call and journals it as soon as it has committed or was refused. */
  const commit = async (incoming: IncomingCall): Promise<Committed> => {
    world.settle();
    const entry = entryOf(incoming, world.clock.now());
    try {
      const { operation, call } = prepare(incoming);
      entry.parameters = call.input;
      const fault = faults.match(call);
      if (fault === 'drop-before') throw dropped(entry, 'before');
      if (hasPart(fault, 'delayMs')) await delay(incoming, fault.delayMs);
      if (fault === 'throttle' || !throttle.admits(call)) throw throttled(call.service);
      if (hasPart(fault, 'error')) throw new ApiError(fault.error, fault.message ?? `Injected ${fault.error}.`, fault.status);
      const reply = hasPart(fault, 'instead') ? fault.instead(call) : run(operation, call);
      if (fault === 'drop-after-commit') throw dropped(entry, 'after');
      return { operation, call, fault, reply };
    } catch (error) {
      if (!(error instanceof ConnectionDropped)) entry.outcome = { code: error instanceof ApiError ? error.code : 'InternalError' };
      throw error;
    } finally {
      journal.add(entry);
    }
  };

  /** The reply of a call. Rejects with an `ApiError`, or `ConnectionDropped` where there is no answer. */
  const perform = async (incoming: IncomingCall): Promise<{ operation: Operation; reply: object }> => {
    const { operation, call, fault, reply } = await commit(incoming);
    if (hasPart(fault, 'replyDelayMs')) await delay(incoming, fault.replyDelayMs);
    return { operation, reply: overridden(reply, fault, call) };
  };

  return { journal, faults, perform };
}

interface Committed {
  readonly operation: Operation;
  readonly call: FaultCall;
  readonly fault: FaultOutcome | undefined;
  readonly reply: object;
}

async function delay({ caller, pause }: IncomingCall, milliseconds: number): Promise<void> {
  pause?.(true);
  await caller.world.clock.sleep(milliseconds);
  pause?.(false);
}

type MutableEntry = { -readonly [Name in keyof JournalEntry]: JournalEntry[Name] };

function entryOf({ service, action, caller }: IncomingCall, time: number): MutableEntry {
  const { account, region, principal } = caller;
  return { time, account, region, principal, service, action, parameters: {}, outcome: 'ok' };
}

function prepare({ service, action, caller, read }: IncomingCall): { operation: Operation; call: FaultCall } {
  const operation = findOperation(service, action);
  if (!operation) throw unknownAction(action, apiVersions[service]);
  return { operation, call: { service, action, caller, input: read(operation) } };
}

function run(operation: Operation, call: FaultCall): object {
  const { input, caller } = call;
  caller.world.settle();
  checkInput(operation, input);
  if ('DryRun' in input && input.DryRun === true) {
    throw new ApiError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
  }
  // The input has been checked against the operation's schema, from which the handler's own type is made too.
  return withSealedToken(operation.run(withOpenToken(call) as never, caller), call);
}

function dropped(entry: MutableEntry, when: 'before' | 'after'): ConnectionDropped {
  entry.dropped = when;
  if (when === 'before') entry.outcome = { code: 'ConnectionDropped' };
  return new ConnectionDropped();
}

type Part = Exclude<FaultOutcome, string>;

/** Narrows an outcome to the variant that has this member. */
function hasPart<Name extends string>(
  fault: FaultOutcome | undefined,
  name: Name,
): fault is Extract<Part, Readonly<Record<Name, unknown>>> {
  return typeof fault === 'object' && name in fault;
}

function overridden(reply: object, fault: FaultOutcome | undefined, call: FaultCall): object {
  if (!hasPart(fault, 'reply')) return reply;
  return typeof fault.reply === 'function' ? fault.reply(reply, call) : fault.reply;
}
