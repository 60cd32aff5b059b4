import { setTimeout as sleep } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import type { Config } from '../../src/config.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Transport } from '../../src/kube/transport.ts';
import type { Clock as SimulatorClock } from '../../src/simulator/clock.ts';
import { systemClock as simulatorSystemClock } from '../../src/simulator/clock.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import type { Settings } from '../../src/simulator/settings.ts';
import { systemClock } from '../../src/system-clock.ts';
import { launchTestOperator, type TestOperator, type TestOperatorOptions } from './operator.ts';
import { createTraffic, type Traffic } from './traffic.ts';
import { VirtualClock } from './virtual-clock.ts';

export type LaunchOptions = Omit<TestOperatorOptions, 'clock'>;

/** The time in which a scenario's operator and simulated AWS live. */
export interface Time {
  readonly clocks: { readonly operator: Clock; readonly simulator: SimulatorClock };
  /** How long AWS takes, and how often the operator looks, unless a test says otherwise. */
  readonly settings: Partial<Settings>;
  readonly periods: Config['periods'];
  readonly requestTimeout: number;
  /** Between two looks of a test that waits for something, and how long it waits at most, in milliseconds. */
  readonly step: number;
  readonly patience: number;
  now(): number;
  /** Called once the simulated AWS is up. */
  begin(simulator: Simulator): void;
  /** Starts an operator that lives in this time, and waits until it has seen everything. */
  launch(options: LaunchOptions): Promise<TestOperator>;
  /** `kubeconfig` is the file that says to which API server the wire leads. */
  observe(transport: Transport, kubeconfig: string): Transport;
  pass(milliseconds: number): Promise<unknown>;
  /** Lets time pass until something that may wait for it is done. */
  during<T>(work: Promise<T>): Promise<T>;
  end(): void;
}

/** Simulated AWS in moments instead of minutes. */
export const hurried: Partial<Settings> = {
  throttling: false,
  endpointPendingMs: 300,
  endpointModifyMs: 200,
  endpointDeletingMs: 400,
  createVisibleMs: 200,
  tagFilterLagMs: 400,
  tombstoneMs: 2_000,
  serviceDeletingMs: 200,
  serviceUnreadyMs: 200,
  connectionVisibleMs: 200,
  verificationMs: 300,
  newZoneMs: 200,
  targetInitialMs: 100,
  targetDrainingMs: 200,
  routeChangeMs: 300,
  hostedZoneListLagMs: 300,
};

/** The machine's time, in which everything is hurried. */
export function realTime(): Time {
  const time: Time = {
    clocks: { operator: systemClock, simulator: simulatorSystemClock },
    settings: hurried,
    periods: { listing: 1_000, rare: 2_000, pending: 200, grace: 5_000 },
    requestTimeout: 5_000,
    step: 50,
    patience: 15_000,
    now: () => Date.now(),
    begin: () => undefined,
    launch: async (options) => {
      const operator = launchTestOperator(inTime(time, options));
      await operator.synced;
      return operator;
    },
    observe: (transport) => transport,
    pass: (milliseconds) => sleep(milliseconds),
    during: (work) => work,
    end: () => undefined,
  };
  return time;
}

function inTime({ clocks, periods, requestTimeout, observe }: Time, options: LaunchOptions): TestOperatorOptions {
  return {
    ...options,
    clock: clocks.operator,
    periods: { ...periods, ...options.periods },
    requestTimeout: options.requestTimeout ?? requestTimeout,
    wrap: (inner) => observe(options.wrap?.(inner) ?? inner, options.kubeconfig),
  };
}

const minute = 60_000;

/** Virtual time, at the durations and periods that hold in earnest. It moves only when a test lets it, and only while nothing is under way. */
export function virtualTime(): Time {
  let traffic: Traffic | undefined;
  const operators: TestOperator[] = [];
  const clock = new VirtualClock(Date.now(), async () => traffic?.quiet());
  const time: Time = {
    clocks: { operator: clock, simulator: clock },
    settings: {},
    periods: { listing: minute, rare: 5 * minute, pending: 5_000, grace: 5 * minute },
    requestTimeout: minute,
    step: 2_000,
    patience: 20 * minute,
    now: () => clock.now(),
    begin: (simulator) => {
      traffic = createTraffic({
        port: Number(new URL(simulator.url).port),
        waiting: () => simulator.waiting(),
        sending: () => operators.reduce((sum, operator) => sum + operator.callsUnderWay(), 0),
      });
    },
    launch: async (options) => {
      const operator = launchTestOperator(inTime(time, options));
      // Known before it is in step: its first passes call AWS already.
      operators.push(operator);
      await time.during(operator.synced);
      return operator;
    },
    observe: (transport, kubeconfig) => traffic?.observe(transport, serverOf(kubeconfig)) ?? transport,
    pass: (milliseconds) => clock.advance(milliseconds),
    during: async (work) => {
      let done = false;
      const watched = work.finally(() => (done = true));
      while (!done) await clock.advance(1_000);
      return watched;
    },
    end: () => traffic?.stop(),
  };
  return time;
}

function serverOf(kubeconfig: string): string {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return config.getCurrentCluster()?.server ?? '';
}
