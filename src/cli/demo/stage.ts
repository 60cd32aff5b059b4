import type { JournalEntry } from '../../simulator/journal.ts';
import type { World } from '../../simulator/world.ts';
import type { Cluster } from './cluster.ts';
import type { Narrator } from './narrator.ts';

/** What a story is told with. */
export interface Stage {
  readonly cluster: Cluster;
  readonly narrator: Narrator;
  readonly world: World;
  /** Of the simulated AWS. */
  readonly awsEndpoint: string;
  /** The operator's AWS calls so far. */
  operatorCalls(): readonly JournalEntry[];
}

/** Seconds that a step may take. */
export const patience = 30;

export async function showTable({ cluster, narrator }: Stage, ...args: readonly string[]): Promise<void> {
  narrator.showTable(`kubectl ${args.map(quote).join(' ')}`, await cluster.kubectl(...args));
}

export async function showText({ cluster, narrator }: Stage, ...args: readonly string[]): Promise<void> {
  narrator.showText(`kubectl ${args.map(quote).join(' ')}`, await cluster.kubectl(...args));
}

/** As a shell wants it. */
function quote(argument: string): string {
  return /^[\w./,:=-]+$/.test(argument) ? argument : `'${argument}'`;
}

/** Endpoints, their network interfaces, endpoint services and hosted zones that AWS still has. */
export function remaining(world: World): readonly string[] {
  world.settle();
  return [
    ...[...world.endpoints.values()].filter(({ state }) => state !== 'deleted').map(({ id }) => id),
    ...[...world.endpointServices.values()].filter(({ state }) => state !== 'Deleted').map(({ id }) => id),
    ...[...world.networkInterfaces.values()].filter(({ kind }) => kind === 'vpc_endpoint').map(({ id }) => id),
    ...[...world.hostedZones.values()].filter(({ deletedAt }) => deletedAt === undefined).map(({ id }) => id),
  ];
}
