import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the operator counts. No resource ID is ever a label. */
export interface Metrics {
  awsCall(call: { readonly call: string; readonly outcome: string }): void;
  reconciled(pass: { readonly kind: string; readonly result: 'ok' | 'error'; readonly milliseconds: number }): void;
  queueDepth(depth: number): void;
  /** The Prometheus text format. */
  text(): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const awsCalls = new Counter({
    name: 'privatelink_operator_aws_calls_total',
    help: 'AWS API calls by action and outcome class.',
    labelNames: ['action', 'outcome'],
    registers,
  });
  const passes = new Counter({
    name: 'privatelink_operator_reconciles_total',
    help: 'Passes over objects by kind and result.',
    labelNames: ['kind', 'result'],
    registers,
  });
  const seconds = new Histogram({
    name: 'privatelink_operator_reconcile_seconds',
    help: 'Duration of a pass by kind.',
    labelNames: ['kind'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers,
  });
  const depth = new Gauge({ name: 'privatelink_operator_queue_depth', help: 'Keys ready to be worked on.', registers });
  return {
    awsCall: ({ call, outcome }) => awsCalls.inc({ action: call, outcome }),
    reconciled: ({ kind, result, milliseconds }) => {
      passes.inc({ kind, result });
      seconds.observe({ kind }, milliseconds / 1000);
    },
    queueDepth: (value) => depth.set(value),
    text: () => registry.metrics(),
  };
}
